"""Sums over the windows of many gauges at once: hours where a window holds whole ones, 5 minutes at its edges.

A window of twelve hours is 144 sums of 5 minutes, or 11 of an hour and some 12 of 5 minutes: the same numbers, since
hours are kept with every reading.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, union_all

from data.queries.among import among
from data.queries.packed import packed
from data.schema import reading_sum
from data.warn.rule import STEP
from data.warn.seen import Window

BUCKET, HOUR = timedelta(minutes=STEP), timedelta(hours=1)
NOTHING = Window(0, 0.0, float("inf"))


class Piece(NamedTuple):
    """Sums of one grain that begin from `since` on and before `before` (None: without end)."""

    grain: str
    since: datetime
    before: datetime | None


def window_start(now: datetime, minutes: int) -> datetime:
    """When the first of the 5-minute sums of a window begins; the last one is that of `now`."""
    return _floor(now, BUCKET) - timedelta(minutes=minutes) + BUCKET


def sums(
    connection: Connection,
    gauges: Collection[int],
    minutes: Sequence[int],
    now: datetime,
    until: datetime | None = None,
) -> dict[int, dict[int, Window]]:
    """{gauge: {minutes: Window}}, those that begin after `until` left out; gauges that told nothing have no entry."""
    ways = {one: list(pieces(one, now)) for one in minutes}
    needed = list(dict.fromkeys(piece for way in ways.values() for piece in way))
    mine = among(connection, reading_sum.c.gauge_id, gauges)
    found: dict[int, list[Window]] = defaultdict(lambda: [NOTHING] * len(needed))
    fives = [_of_piece(n, piece, mine, until) for n, piece in enumerate(needed) if piece.grain == "5"]
    query = union_all(*fives, *_of_hours({n: piece for n, piece in enumerate(needed) if piece.grain == "h"}, mine))
    for number, gauge, n, total, low in zip(*packed(connection, query), strict=True):
        found[gauge][number] = Window(n, total, low)
    places = [(one, [needed.index(piece) for piece in ways[one]]) for one in minutes]
    return {gauge: {one: _together([parts[n] for n in mine]) for one, mine in places} for gauge, parts in found.items()}


def pieces(minutes: int, now: datetime) -> Iterator[Piece]:
    """What a window is made of; windows that end at the same moment share their last hours and minutes."""
    since, last = window_start(now, minutes), _floor(now, HOUR)
    whole = _floor(since + HOUR - timedelta(seconds=1), HOUR)
    if whole >= last:
        yield Piece("5", since, None)
        return
    if since < whole:
        yield Piece("5", since, whole)
    yield Piece("h", whole, last)
    yield Piece("5", last, None)


def _of_piece(number: int, piece: Piece, mine: ColumnElement[bool], until: datetime | None) -> Select[Any]:
    s = reading_sum.c
    where = [mine, s.grain == piece.grain, s.start >= piece.since]
    if piece.before is not None:
        where.append(s.start < piece.before)
    elif until is not None:
        where.append(s.start <= until)
    added = (func.sum(s.n).label("n"), func.sum(s.total).label("total"), func.min(s.low).label("low"))
    return select(literal(number).label("piece"), s.gauge_id, *added).where(*where).group_by(s.gauge_id)


def _of_hours(some: Mapping[int, Piece], mine: ColumnElement[bool]) -> list[Select[Any]]:
    """Spans of hours, which all end at the same moment: told apart after one look at the longest."""
    if not some:
        return []
    s = reading_sum.c
    told = [one for number, piece in some.items() for one in _added(str(number), s.start >= piece.since)]
    span = (s.start >= min(piece.since for piece in some.values()), s.start < next(iter(some.values())).before)
    h = select(s.gauge_id, *told).where(mine, s.grain == "h", *span).group_by(s.gauge_id).cte("hours").c
    return [
        select(literal(n).label("piece"), h.gauge_id, h[f"n{n}"], h[f"total{n}"], h[f"low{n}"]).where(h[f"n{n}"] > 0)
        for n in some
    ]


def _added(name: str, when: ColumnElement[bool]) -> list[ColumnElement[Any]]:
    s = reading_sum.c
    n, total, low = func.sum(s.n), func.sum(s.total), func.min(s.low)
    return [
        n.filter(when).label(f"n{name}"),
        total.filter(when).label(f"total{name}"),
        low.filter(when).label(f"low{name}"),
    ]


def _together(parts: Sequence[Window]) -> Window:
    n, total, low = 0, 0.0, NOTHING.low
    for part in parts:
        n, total, low = n + part.n, total + part.total, min(low, part.low)
    return Window(n, total, low if n else 0.0)


def _floor(moment: datetime, step: timedelta) -> datetime:
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(step.total_seconds()), moment.tzinfo)
