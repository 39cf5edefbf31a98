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
from data.queries.event_sums import CUBE_LEVELS, sums_of
from data.queries.past import folded, lived, unsure
from data.queries.pieces import DAY, edges, pieces
from data.queries.recount import within
from data.queries.regions import Region
from data.queries.slices import TOWN, Slice, held, sliced
from data.schema import event, event_dwell
from data.schema.cube import STAY_COLUMNS
from data.view import View
from data.windows import Span

Histogram = np.ndarray[Any, np.dtype[np.int64]]  # stays in each bucket
Stays = dict[tuple[str, str], Histogram]  # (key, link) → histogram of the stay before that link
NOT_BY_KEY = ("leaf", "agency")  # the cube keeps no stays of these: they are read off the events
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
    connection: Connection, here: Region, dim: str, view: View, span: Span, links: Sequence[str] = STAYS
) -> Stays:
    """{(key, link): histogram} of a dimension, of these links at least, whatever the view's slice."""
    return _found(connection, here, dim, None, view, span, links)


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
) -> Stays:
    found: Stays = {}
    if view.at is not None or here.level > CUBE_LEVELS or dim in NOT_BY_KEY:
        _from_events(connection, found, here, dim, one, span, span.until if view.at else None)
        return found
    by_day = here.level <= TOWN  # stays of villages are kept by month only
    _from_cube(connection, found, here, dim, one, span, by_day, tuple(links))
    for edge in [] if by_day else edges(span):
        _from_events(connection, found, here, dim, one, edge, None)
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
    statement = _statement(tuple(links), one is not None)
    for piece in pieces(span):
        if piece.grain == DAY and not by_day:
            continue
        asked = {"here": here.id, "dim": dim, "grain": piece.grain, "days": piece.days}
        rows = connection.execute(statement, asked | ({"key": one.key} if one else {}))
        for key, *counts in rows:
            for link, histogram in zip(links, np.array(counts, dtype=np.int64).reshape(-1, BUCKETS), strict=True):
                if histogram.any():
                    _add(found, key, link, histogram)


@cache
def _statement(links: Sequence[str], of_key: bool) -> TextClause:
    """As text, for up to 160 sums as expressions would cost more than the database takes to answer them."""
    sums = ", ".join(f"sum({name})" for link in links for name in STAY_COLUMNS[link])
    where = "region_id = :here AND dim = :dim AND grain = :grain AND day IN :days"
    where += ' AND "key" = :key' if of_key else ""
    statement = text(f'SELECT "key", {sums} FROM {event_dwell.name} WHERE {where} GROUP BY "key"')
    return statement.bindparams(bindparam("days", expanding=True))


def _from_events(
    connection: Connection, found: Stays, here: Region, dim: str, one: Slice | None, span: Span, at: datetime | None
) -> None:
    """From the moments of each event; the cube's own definition makes stays of them."""
    key: ColumnElement[Any] = func.coalesce(event.c[dim], "") if dim != "all" else literal("")
    if dim == "agency" and at:
        key = case((held(at), key), else_="")
    where = [*within([here], span)]
    sure = [not_(unsure(at))] if at else []
    columns = [func.coalesce(type_coerce(event.c[name], BigInteger), NEVER) for name in (*MOMENTS, "restarted_at")]
    statement = select(key, *columns).where(*where, *(one.events(at) if one else []), *sure)
    rows = connection.execute(statement).all()
    keys, table = [row[0] for row in rows], _table([row[1:] for row in rows], at)
    _count(found, keys, _lived(table))
    states = folded(connection, where, at, one) if at else []
    if states:
        _count(found, [str(state[dim] or "") if dim != "all" else "" for state in states], lived(states))


def _table(rows: Sequence[Sequence[int]], at: datetime | None) -> Histogram:
    made = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, len(MOMENTS) + 1)
    return made if at is None else np.where(made > int(at.timestamp()), NEVER, made)


def _lived(table: Histogram) -> Lived:
    nothing, no = np.full(len(table), NEVER), np.zeros(len(table), dtype=bool)
    zero = np.zeros(len(table), dtype=np.int64)
    other: Mapping[str, Any] = {"restarted_at": table[:, -1], "deadline_at": nothing, "rating": nothing}
    counters = {"visited": nothing, "returned": zero, "reopened": zero, "supervised": zero}
    return Lived(moments=table[:, :-1], other={**other, **counters}, rejected=no, merged=no)


def _count(found: Stays, keys: Sequence[str], events: Lived) -> None:
    if not keys:
        return
    bucket, names = contribution(events).bucket, np.array(keys)
    for key in np.unique(names):
        for n, link in enumerate(STAYS):
            mine = bucket[names == key, n]
            if (mine != NEVER).any():
                _add(found, str(key), link, np.bincount(mine[mine != NEVER], minlength=BUCKETS))


def _add(found: Stays, key: str, link: str, histogram: Histogram) -> None:
    found[key, link] = found[key, link] + histogram if (key, link) in found else histogram
