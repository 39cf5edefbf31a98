"""What a region holds in all: regions of each level below, people, staff and coverage."""

from data.answer import Row
from data.queries.asked import Asked
from data.queries.counts import level_counts, stats_of
from data.queries.event_sums import percent, sums_of
from data.queries.figures import figures
from data.view import View
from data.words import LEVELS

# The published counterpart of each level's count; shown beside the register's where they differ.
PUBLISHED = {2: "county_count", 3: "township_count", 4: "village_count", 5: "grid_count", 6: "cell_count"}
REGISTER = "国家统计用区划代码、民政部区划名录"
REGISTERED = 4  # counties, towns and villages come from the national registers; grids and cells are laid out


def totals(a: Asked, view: View) -> list[Row]:
    """Rows (key, label, value, unit, published, source, provenance), the levels first."""
    return [*_levels(a), *_people(a, view)]


def _levels(a: Asked) -> list[Row]:
    said = figures(a.connection, a.here, list(PUBLISHED.values()), a.now)
    rows: list[Row] = []
    for level, n in level_counts(a.connection, a.here).items():
        if level <= a.here.level:
            continue
        figure = said.get(PUBLISHED[level])
        said_so = figure if figure and figure.provenance == "published" else None
        official = level <= REGISTERED or (said_so is not None and said_so.value == n)
        row = _row(str(level), LEVELS[level], n, "个", "published" if official else a.lived)
        row["register"] = REGISTER if level <= REGISTERED else ""
        rows.append(row | ({"published": said_so.value, "source": said_so.source} if said_so else {}))
    return rows


def _people(a: Asked, view: View) -> list[Row]:
    stat = stats_of(a.connection, [a.here]).get(a.here.id)
    if stat is None:
        return []
    events = sums_of(a.connection, [a.here], view, a.span, ("reported",))[a.here.id].reported
    rate = round(1000 * events / stat.population, 2) if stat.population else None
    return [
        _row("staff", "网格员", stat.staff, "人", a.lived),
        _row("staff_on_duty", "在岗", stat.staff_on_duty, "人", a.lived),
        _row("coverage", "覆盖率", percent(stat.covered_grids, stat.grids), "%", a.lived),
        _row("per_thousand", "千人事件", rate, "件/千人", a.lived),
        _row("population", "人口", stat.population, "人", a.lived),
    ]


def _row(key: str, label: str, value: float | None, unit: str, provenance: str) -> Row:
    row: Row = {"key": key, "label": label, "value": value, "unit": unit, "provenance": provenance}
    return row | {"published": None, "source": ""}
