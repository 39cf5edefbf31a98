"""What stations say, now or as it was known then: what warning rules look at."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from data.queries.among import among
from data.queries.packed import packed
from data.queries.reading_windows import sums
from data.queries.regions import SPINE
from data.schema import gauge, gauge_limit, gauge_now, region, station
from data.warn.rule import Rule, Silence, Threshold
from data.warn.seen import Gauge, Station, Window

Needs = Mapping[str, frozenset[int]]  # windows in minutes by quantity
Span = tuple[int, int, int]  # a region's id, its first and its last cell
MANY = 5_000  # ids in one statement
NONE: Mapping[Any, Any] = {}
_ABOUT = ("id", "code", "name", "kind", "cell_id", "rhythm_s", "provenance", "since")
_STATIONS = (
    select(
        *(station.c["as_of" if name == "since" else name] for name in _ABOUT),
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
    mine = select(gauge.c.station_id).where(among(connection, gauge.c.id, gauges))
    return _seen(connection, station.c.id.in_(mine), needs, now) if gauges else []


def of_regions(
    connection: Connection,
    spans: Sequence[Span],
    needs: Needs,
    now: datetime,
    kinds: Collection[str] | None = None,
    known: Iterable[Station] = (),
) -> dict[int, list[Station]]:
    """The stations inside each region, by its id; only of these kinds. Those that are `known` are not looked at."""
    found: dict[int, list[Station]] = {one: [] for one, _lo, _hi in spans}
    if not spans:
        return found
    s = station.c
    inside = or_(*(s.cell_id.between(lo, hi) for lo, hi in _joined(spans)))
    wanted = select(s.id).where(s.closed_at.is_(None), inside)
    ids = set(connection.scalars(wanted if kinds is None else wanted.where(s.kind.in_(sorted(kinds)))))
    there = {one.id: one for one in known if one.id in ids}
    if missing := ids - there.keys():
        there |= {one.id: one for one in _seen(connection, among(connection, s.id, missing), needs, now)}
    places = Places(spans)
    for _number, one in sorted(there.items()):
        found[places.around(one.cell_id)].append(one)
    return found


def _joined(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The cells of regions as few ranges."""
    found: list[tuple[int, int]] = []
    for _id, lo, hi in sorted(spans, key=lambda span: span[1]):
        if found and lo == found[-1][1] + 1:
            found[-1] = (found[-1][0], hi)
        else:
            found.append((lo, hi))
    return found


class Places:
    """Regions of one level, to be found by a cell; `names` by id, where they were asked for."""

    def __init__(self, spans: Iterable[Span], names: Mapping[int, str] | None = None) -> None:
        self.names = names or {}
        self.spans = sorted(spans, key=lambda span: span[1])
        self._first = [lo for _id, lo, _hi in self.spans]

    def around(self, cell: int) -> int:
        """The id of the region that holds the cell."""
        return self.spans[bisect_right(self._first, cell) - 1][0]


def places(connection: Connection, level: int) -> Places:
    """The regions of this level."""
    columns = (region.c.id, region.c.lo, region.c.hi, region.c.name)
    rows = connection.execute(select(*columns).where(SPINE, region.c.level == level)).all()
    return Places(((row.id, row.lo, row.hi) for row in rows), {row.id: row.name for row in rows})


def _seen(connection: Connection, where: ColumnElement[bool], needs: Needs, now: datetime) -> list[Station]:
    rows = list(zip(*packed(connection, _STATIONS.where(where)), strict=True))
    quantities = [(row[-5], row[-4]) for row in rows]  # of each gauge
    windows, limits = _windows(connection, quantities, needs, now), _limits(connection, quantities)
    found: dict[int, tuple[Any, dict[str, Gauge]]] = {}
    for row in rows:
        one, quantity, at, value, quality = row[-5:]
        found.setdefault(row[0], (row, {}))[1][quantity] = Gauge(
            id=one,
            at=None if at is None else datetime.fromtimestamp(at, UTC),
            value=None if quality == "doubted" else value,
            windows=windows.get(one, NONE),
            limits=limits.get(one, NONE),
        )
    return [_station(row, gauges) for row, gauges in found.values()]


def _station(row: Sequence[Any], gauges: dict[str, Gauge]) -> Station:
    known = dict(zip(_ABOUT, row, strict=False))
    return Station(**known | {"since": datetime.fromtimestamp(known["since"], UTC)}, gauges=gauges)


def _limits(connection: Connection, gauges: Sequence[tuple[int, str]]) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = defaultdict(dict)
    if gauges:
        mine = among(connection, gauge_limit.c.gauge_id, [one for one, _quantity in gauges])
        for one, name, value in zip(*packed(connection, select(gauge_limit).where(mine)), strict=True):
            found[one][name] = value
    return found


def _windows(
    connection: Connection, gauges: Sequence[tuple[int, str]], needs: Needs, now: datetime
) -> dict[int, dict[int, Window]]:
    """By gauge and minutes; one statement a quantity, whatever the number of windows and gauges."""
    found: dict[int, dict[int, Window]] = {}
    for quantity, minutes in needs.items():
        if mine := [one for one, name in gauges if name == quantity]:
            found |= sums(connection, mine, sorted(minutes), now)
    return found
