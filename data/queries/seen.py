"""What stations say, now or as it was known then: what warning rules look at."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from data.queries.regions import SPINE
from data.schema import gauge, gauge_limit, gauge_now, reading_sum, region, station
from data.warn.rule import STEP, Rule, Silence, Threshold
from data.warn.seen import Gauge, Station, Window

Needs = Mapping[str, frozenset[int]]  # windows in minutes by quantity
Span = tuple[int, int, int]  # a region's id, its first and its last cell
MANY = 5_000  # ids in one statement
BUCKET = timedelta(minutes=STEP)
_ABOUT = ("id", "code", "name", "kind", "cell_id", "rhythm_s", "provenance")
_STATIONS = (
    select(
        *(station.c[name] for name in _ABOUT),
        station.c.as_of,
        gauge.c.id.label("gauge_id"),
        gauge.c.quantity,
        gauge_now.c.at,
        gauge_now.c.value,
        gauge_now.c.quality,
    )
    .join_from(station, gauge, gauge.c.station_id == station.c.id)
    .outerjoin(gauge_now, gauge_now.c.gauge_id == gauge.c.id)
    .where(station.c.closed_at.is_(None))
)


def needs_of(rules: Iterable[Rule]) -> dict[str, frozenset[int]]:
    """The windows that these rules look at."""
    found: dict[str, set[int]] = defaultdict(set)
    for rule in rules:
        for leaf in rule.leaves:
            if not isinstance(leaf, Silence | Threshold):
                found[leaf.quantity].add(leaf.minutes)
    return {quantity: frozenset(minutes) for quantity, minutes in found.items()}


def of_gauges(connection: Connection, gauges: Collection[int], needs: Needs, now: datetime) -> list[Station]:
    """The stations of these gauges, with all that they measure."""
    ids = sorted(gauges)
    found: dict[int, Station] = {}
    for start in range(0, len(ids), MANY):
        some = select(gauge.c.station_id).where(gauge.c.id.in_(ids[start : start + MANY]))
        found |= {one.id: one for one in _seen(connection, station.c.id.in_(some), needs, now)}
    return list(found.values())


def of_regions(connection: Connection, spans: Sequence[Span], needs: Needs, now: datetime) -> dict[int, list[Station]]:
    """The stations inside each region, by its id."""
    inside = or_(*(station.c.cell_id.between(lo, hi) for _id, lo, hi in spans))
    found: dict[int, list[Station]] = {one: [] for one, _lo, _hi in spans}
    if spans:
        places = Places(spans)
        for one in _seen(connection, inside, needs, now):
            found[places.around(one.cell_id)].append(one)
    return found


class Places:
    """Regions of one level, to be found by a cell."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans, key=lambda span: span[1])
        self._first = [lo for _id, lo, _hi in self.spans]

    def around(self, cell: int) -> int:
        """The id of the region that holds the cell."""
        return self.spans[bisect_right(self._first, cell) - 1][0]

    def among(self, cells: Iterable[int]) -> list[Span]:
        """The regions that hold these cells, each once."""
        wanted = {self.around(cell) for cell in cells}
        return [span for span in self.spans if span[0] in wanted]


def places(connection: Connection, level: int) -> Places:
    """The regions of this level."""
    rows = connection.execute(select(region.c.id, region.c.lo, region.c.hi).where(SPINE, region.c.level == level))
    return Places((row.id, row.lo, row.hi) for row in rows)


def window_start(now: datetime, minutes: int) -> datetime:
    """When the first of the 5-minute sums of a window begins; the last one is that of `now`."""
    seconds = int(now.timestamp()) // BUCKET.seconds * BUCKET.seconds
    return datetime.fromtimestamp(seconds, now.tzinfo) - timedelta(minutes=minutes) + BUCKET


def _seen(connection: Connection, where: ColumnElement[bool], needs: Needs, now: datetime) -> list[Station]:
    rows = connection.execute(_STATIONS.where(where)).all()
    windows = _windows(connection, rows, needs, now)
    limits = _limits(connection, [row.gauge_id for row in rows])
    gauges: dict[int, dict[str, Gauge]] = defaultdict(dict)
    for row in rows:
        gauges[row.id][row.quantity] = Gauge(
            id=row.gauge_id,
            at=row.at,
            value=None if row.quality == "doubted" else row.value,
            windows=windows.get(row.gauge_id, {}),
            limits=limits.get(row.gauge_id, {}),
        )
    first = {row.id: row for row in rows}
    return [
        Station(**{name: getattr(row, name) for name in _ABOUT}, since=row.as_of, gauges=gauges[row.id])
        for row in first.values()
    ]


def _limits(connection: Connection, gauges: Sequence[int]) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for start in range(0, len(gauges), MANY):
        some = select(gauge_limit).where(gauge_limit.c.gauge_id.in_(gauges[start : start + MANY]))
        for row in connection.execute(some):
            found[row.gauge_id][row.name] = row.value
    return found


def _windows(connection: Connection, rows: Sequence[Any], needs: Needs, now: datetime) -> dict[int, dict[int, Window]]:
    """By gauge and minutes; one statement a quantity, whatever the number of windows and gauges."""
    found: dict[int, dict[int, Window]] = {}
    for quantity, minutes in needs.items():
        gauges = [row.gauge_id for row in rows if row.quantity == quantity]
        for start in range(0, len(gauges), MANY):
            found |= sums(connection, gauges[start : start + MANY], sorted(minutes), now)
    return found


def sums(
    connection: Connection, gauges: Sequence[int], minutes: Sequence[int], now: datetime, until: datetime | None = None
) -> dict[int, dict[int, Window]]:
    """The windows of these gauges from the sums of 5 minutes, those that begin after `until` left out."""
    s, firsts = reading_sum.c, [window_start(now, one) for one in minutes]
    parts = [
        each
        for first in firsts
        for each in (
            func.sum(case((s.start >= first, s.n), else_=0)),
            func.sum(case((s.start >= first, s.total), else_=0.0)),
            func.min(case((s.start >= first, s.low))),
        )
    ]
    query = select(s.gauge_id, *parts).where(s.gauge_id.in_(gauges), s.grain == "5", s.start >= min(firsts))
    if until is not None:
        query = query.where(s.start <= until)
    return {
        row[0]: {
            one: Window(int(n), total, 0.0 if low is None else low) for one, (n, total, low) in _threes(minutes, row)
        }
        for row in connection.execute(query.group_by(s.gauge_id))
    }


def _threes(minutes: Sequence[int], row: Any) -> Iterable[tuple[int, Any]]:
    return ((one, row[1 + 3 * n : 4 + 3 * n]) for n, one in enumerate(minutes))
