"""Sums out of the cube: whole months by month, the days at their edges by day."""

from collections.abc import Iterable, Sequence
from functools import cache
from operator import add
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from data.queries.pieces import DAY, Piece, pieces
from data.queries.slices import ALL, Slice
from data.schema import event_sum
from data.windows import Span

Numbers = Sequence[int]  # in the order of the names asked for
E = event_sum.c


def kept_by_region(
    connection: Connection, ids: Sequence[int], one: Slice, span: Span, by_day: bool, names: Sequence[str]
) -> dict[int, Numbers]:
    """{region id: sums of the measures named} of a slice; regions without events are absent."""
    found: dict[int, Numbers] = {}
    statement = _by_region(tuple(names), len(ids) == 1, one == ALL)
    where = {"region": ids[0] if len(ids) == 1 else ids, "dim": one.dim, "key": one.key}
    for piece in kept_pieces(span, by_day):
        for days in piece.runs if one == ALL else [{"days": piece.days}]:
            add_up(found, connection.execute(statement, {**where, "grain": piece.grain, **days}).all())
    return found


def kept_by_key(
    connection: Connection, region_id: int, dim: str, span: Span, by_day: bool, names: Sequence[str]
) -> dict[str, Numbers]:
    """{key: sums of the measures named} of every key of a dimension that occurs."""
    found: dict[str, Numbers] = {}
    for piece in kept_pieces(span, by_day):
        for days in piece.runs:
            where = {"region": region_id, "dim": dim, "grain": piece.grain, **days}
            add_up(found, connection.execute(_by_key(tuple(names)), where).all())
    return found


def kept_pieces(span: Span, by_day: bool) -> list[Piece]:
    """The pieces of a span that the cube holds."""
    return [piece for piece in pieces(span) if by_day or piece.grain != DAY]


def add_up(found: Any, rows: Iterable[Any]) -> None:
    """Rows begin with their key."""
    for key, *numbers in rows:
        found[key] = list(map(add, found[key], numbers)) if key in found else numbers


@cache
def _by_region(names: Sequence[str], single: bool, whole: bool) -> Select[Any]:
    """`whole`: of all events, which have one row a day, so that days are a range; lists lead to the key behind."""
    regions = E.region_id == bindparam("region") if single else E.region_id.in_(bindparam("region", expanding=True))
    days = E.day.between(bindparam("first"), bindparam("last"))
    listed = E.day.in_(bindparam("days", expanding=True))
    where = (regions, E.dim == bindparam("dim"), E.grain == bindparam("grain"), E.key == bindparam("key"))
    sums = (func.sum(E[name]) for name in names)
    return select(E.region_id, *sums).where(*where, days if whole else listed).group_by(E.region_id)


@cache
def _by_key(names: Sequence[str]) -> Select[Any]:
    where = (E.region_id == bindparam("region"), E.dim == bindparam("dim"), E.grain == bindparam("grain"))
    days = E.day.between(bindparam("first"), bindparam("last"))
    return select(E.key, *(func.sum(E[name]) for name in names)).where(*where, days).group_by(E.key)
