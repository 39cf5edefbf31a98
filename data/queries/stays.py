"""How long events stayed before each link: histograms from the cube, or made of the events themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    TextClause,
    bindparam,
    case,
    func,
    literal,
    not_,
    select,
    text,
    type_coerce,
)

from data.commands.contribution import MOMENTS, NEVER, STAYS, Lived, contribution
from data.dwell import BUCKETS, quantile
from data.life.late import LATE
from data.queries.event_sums import CUBE_LEVELS, sums_of
from data.queries.kept import kept_pieces
from data.queries.lives import Histogram, Lives, Stays, read
from data.queries.past import folded, lived, unsure
from data.queries.pieces import edges
from data.queries.recount import within
from data.queries.regions import Region
from data.queries.slices import ALL, TOWN, Slice, held, sliced
from data.schema import event, event_dwell
from data.schema.cube import STAY_COLUMNS
from data.view import View
from data.windows import Span

NOT_BY_KEY = ("leaf", "agency", "line")  # the cube keeps no stays of these: they are read off the events
READABLE = 20_000  # events that are


def stays_of(connection: Connection, here: Region, view: View, span: Span) -> dict[str, Histogram]:
    """{link: histogram} of the view's slice."""
    one = sliced(view)
    if one.dim in NOT_BY_KEY and not _readable(connection, here, view, span):
        return {}
    found = _found(connection, here, one.dim, one, view, span)
    return {link: histogram for (_key, link), histogram in found.items()}


def _readable(connection: Connection, here: Region, view: View, span: Span) -> bool:
    """Whether the region has so few events in the span that they can be read one by one."""
    if view.at is not None or here.level > CUBE_LEVELS:
        return True
    total = sums_of(connection, [here], view.but(slice=""), span, ("reported",))[here.id].reported
    return total <= READABLE


def stays_by_key(
    connection: Connection,
    here: Region,
    dim: str,
    view: View,
    span: Span,
    links: Sequence[str] = STAYS,
    lives: Lives | None = None,
) -> Stays:
    """{(key, link): histogram} of a dimension, of these links at least, whatever the view's slice.

    `lives`: what the cube does not hold of them (`rest`), where somebody has read it already.
    """
    return _found(connection, here, dim, None, view, span, links, lives)


def rest(here: Region, dim: str, span: Span) -> list[Span]:
    """The parts of a span of which the cube holds no stays of this dimension; of villages it does by month only."""
    if here.level > CUBE_LEVELS or dim in NOT_BY_KEY:
        return [span]
    return [] if here.level <= TOWN else edges(span)


def minutes(histogram: Histogram | None, share: float) -> float | None:
    """The minutes within which this share of the stays ended; None where nobody stayed."""
    if histogram is None:
        return None
    found = quantile({bucket: int(n) for bucket, n in enumerate(histogram) if n}, share)
    return None if found is None else round(found, 1)


def _found(
    connection: Connection,
    here: Region,
    dim: str,
    one: Slice | None,
    view: View,
    span: Span,
    links: Sequence[str] = STAYS,
    lives: Lives | None = None,
) -> Stays:
    found: Stays = {}
    if view.at is not None:
        _then(connection, found, here, dim, one, span, span.until)
        return found
    if here.level <= CUBE_LEVELS and dim not in NOT_BY_KEY:
        _from_cube(connection, found, here, dim, one, span, here.level <= TOWN, tuple(links))
    if spans := rest(here, dim, span):
        lives = lives or read(connection, here, spans, [dim], one or ALL, counted=False)
        _add_all(found, lives.stays(dim))
    return found


def _from_cube(
    connection: Connection,
    found: Stays,
    here: Region,
    dim: str,
    one: Slice | None,
    span: Span,
    by_day: bool,
    links: Sequence[str],
) -> None:
    of_key = one is not None and one != ALL
    statement, key = _statement(tuple(links), of_key), {"key": one.key} if one and of_key else {}
    for piece in kept_pieces(span, by_day):
        for days in [{"days": piece.days}] if of_key else piece.runs:
            asked = {"here": here.id, "dim": dim, "grain": piece.grain, **days, **key}
            for name, *counts in connection.execute(statement, asked).all():
                for link, histogram in zip(links, np.array(counts, dtype=np.int64).reshape(-1, BUCKETS), strict=True):
                    if histogram.any():
                        _add(found, name, link, histogram)


@cache
def _statement(links: Sequence[str], of_key: bool) -> TextClause:
    """As text, for up to 160 sums as expressions would cost more than the database takes to answer them."""
    sums = ", ".join(f"sum({name})" for link in links for name in STAY_COLUMNS[link])
    days = 'day IN :days AND "key" = :key' if of_key else "day BETWEEN :first AND :last"
    where = f"region_id = :here AND dim = :dim AND grain = :grain AND {days}"
    statement = text(f'SELECT "key", {sums} FROM {event_dwell.name} WHERE {where} GROUP BY "key"')
    return statement.bindparams(bindparam("days", expanding=True)) if of_key else statement


def _then(
    connection: Connection, found: Stays, here: Region, dim: str, one: Slice | None, span: Span, at: datetime
) -> None:
    """From the moments of each event by then; the cube's own definition makes stays of them."""
    key: ColumnElement[Any] = func.coalesce(event.c[dim], "") if dim != "all" else literal("")
    if dim == "agency":
        key = case((held(at), key), else_="")
    where = within([here], span)
    columns = [func.coalesce(type_coerce(event.c[name], BigInteger), NEVER) for name in (*MOMENTS, "restarted_at")]
    statement = select(key, *columns).where(*where, *(one.events(at) if one else []), not_(unsure(at)))
    rows = connection.execute(statement).all()
    keys, table = [row[0] for row in rows], _table([row[1:] for row in rows], at)
    _count(found, dim, keys, _lived(table))
    if states := folded(connection, where, at, one):
        _count(found, dim, [str(state[dim] or "") if dim != "all" else "" for state in states], lived(states))


def _table(rows: Sequence[Sequence[int]], at: datetime) -> Histogram:
    made = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, len(MOMENTS) + 1)
    return np.where(made > int(at.timestamp()), NEVER, made)


def _lived(table: Histogram) -> Lived:
    nothing, no = np.full(len(table), NEVER), np.zeros(len(table), dtype=bool)
    zero = np.zeros(len(table), dtype=np.int64)
    other: Mapping[str, Any] = {
        "restarted_at": table[:, -1],
        "deadline_at": nothing,
        "rating": nothing,
        "suspended_at": nothing,
    }
    counters = {"visited": nothing, **dict.fromkeys(("returned", "reopened", "supervised", *LATE), zero)}
    return Lived(moments=table[:, :-1], other={**other, **counters}, rejected=no, merged=no, standing=nothing)


def _count(found: Stays, dim: str, keys: Sequence[str], events: Lived) -> None:
    _add_all(found, Lives({dim: np.array(keys, dtype=str)}, contribution(events)).stays(dim))


def _add_all(found: Stays, more: Stays) -> None:
    for (key, link), histogram in more.items():
        _add(found, key, link, histogram)


def _add(found: Stays, key: str, link: str, histogram: Histogram) -> None:
    found[key, link] = found[key, link] + histogram if (key, link) in found else histogram
