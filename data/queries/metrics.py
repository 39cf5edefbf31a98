"""What the unified map can colour by: one function a metric, and fixed class breaks (never quantiles)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from data.queries.counts import layer_by_region, stats_of
from data.queries.event_sums import Sums, sums_of
from data.queries.readiness import totals
from data.queries.regions import COLUMNS, SPINE, Region
from data.schema import region
from data.view import View
from data.windows import Span, span

Values = dict[int, float | None]
Metric = Callable[[Connection, Sequence[Region], View, Span], Values]
# A ratio's breaks are its own. Flows are per day: a day has storms in it, a longer window is nearer to the everyday.
RATIOS = {"density": (4, 8, 12, 18), "per_thousand": (0.15, 0.3, 0.45, 0.6), "on_time": (94, 96, 97.5, 99)}
RATIOS |= {"readiness": (35, 45, 55, 65)}  # a mean of standings: 50 is the middle
EVERYDAY = {"density": (2.6, 3.4, 4.2, 5.4), "per_thousand": (0.09, 0.12, 0.15, 0.2)}
FLOWS = {"density", "events", "per_thousand"}
DAYS = {"today": 1, "7d": 7, "30d": 30, "ytd": 180}
# A size's breaks are these multiples of what an average region of that level in this city holds.
MULTIPLES = (0.4, 0.8, 1.2, 2.0)


def breaks(connection: Connection, metric: str, window: str, level: int, among: Sequence[Region] = ()) -> list[float]:
    """Four ascending class breaks, the same for every region of the coloured `level` and for every day.

    `among`: the regions that a size is compared with, for who does not see all of the city.
    """
    days = DAYS[window] if metric in FLOWS else 1
    steps = (RATIOS if days == 1 else RATIOS | EVERYDAY).get("density" if metric == "events" else metric)
    if metric == "events":
        grids = _average(connection, "grids", level, among)
        return _ascending([step * days * grids / 100 for step in steps or ()], least=1)
    if steps:
        return _ascending([step * days for step in steps], least=0.01)
    average = _average(connection, metric, level, among)
    return _ascending([step * average for step in MULTIPLES], least=1)


def _ascending(steps: list[float], least: float) -> list[float]:
    """Two significant figures, numbers people can say; each at least `least` above the one before."""
    said: list[float] = []
    for step in steps:
        tidy = float(f"{step:.2g}") if step < 90 or step > 100 else step
        said.append(round(max(tidy, said[-1] + least if said else least), 2))
    return said


def _average(connection: Connection, metric: str, level: int, among: Sequence[Region]) -> float:
    """What a region of this level holds on average: the city's total over their number."""
    if among:
        held = _METRIC[metric](connection, among, View(), span("today", datetime.now(UTC)))
        return sum(value or 0 for value in held.values()) / len(among)
    city = [Region(*row) for row in connection.execute(select(*COLUMNS).where(SPINE, region.c.level == 1))]
    total = next(iter(_METRIC[metric](connection, city, View(), span("today", datetime.now(UTC))).values()), 0)
    count = connection.scalar(select(func.count()).where(SPINE, region.c.level == level))
    return (total or 0) / (count or 1)


def values(connection: Connection, metric: str, below: Sequence[Region], view: View, span: Span) -> Values:
    """{region id: value}; None where the region has no base to divide by."""
    return _METRIC[metric](connection, below, view, span)


def _events(pick: Callable[[Sums], float | None], *names: str) -> Metric:
    """`names`: the measures that it is picked from."""

    def find(connection: Connection, below: Sequence[Region], view: View, span: Span) -> Values:
        return {key: pick(sums) for key, sums in sums_of(connection, below, view, span, names).items()}

    return find


def _per(field: str, times: int) -> Metric:
    def find(connection: Connection, below: Sequence[Region], view: View, span: Span) -> Values:
        stats = stats_of(connection, below)
        base = {key: getattr(row, field) for key, row in stats.items()}
        sums = sums_of(connection, below, view, span, ("reported",))
        return {key: round(times * one.reported / base[key], 2) if base.get(key) else None for key, one in sums.items()}

    return find


def _stat(field: str) -> Metric:
    def find(connection: Connection, below: Sequence[Region], view: View, span: Span) -> Values:
        stats = stats_of(connection, below)
        return {one.id: getattr(stats[one.id], field) if one.id in stats else None for one in below}

    return find


def _layer(layer: str) -> Metric:
    def find(connection: Connection, below: Sequence[Region], view: View, span: Span) -> Values:
        return dict(layer_by_region(connection, below, layer))

    return find


def _ready(connection: Connection, below: Sequence[Region], _view: View, span: Span) -> Values:
    return dict(totals(connection, below, span.until))


_METRIC: dict[str, Metric] = {
    "density": _per("grids", 100),
    "events": _events(lambda sums: sums.reported, "reported"),
    "on_time": _events(lambda sums: sums.on_time_rate, "closed", "on_time", "late"),
    "per_thousand": _per("population", 1000),
    "risk": _layer("risk_point"),
    "population": _stat("population"),
    "grids": _stat("grids"),
    "cameras": _layer("camera"),
    "readiness": _ready,
}
