"""How many events, and how far they got: from the cube, or recounted where the cube does not reach."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from data.queries.regions import Region
from data.queries.reported import cell_column
from data.schema import event, event_day, region
from data.times import day_start
from data.view import View
from data.windows import Span

CUBE_LEVELS = 4
STAGES = ("reported", "filed", "assigned", "handled", "verified", "closed", "rated")


@dataclass(frozen=True)
class Sums:
    """Events reported in a span, by the stage they reached; `on_time` of the closed ones."""

    reported: int = 0
    filed: int = 0
    assigned: int = 0
    handled: int = 0
    verified: int = 0
    closed: int = 0
    rated: int = 0
    on_time: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def on_time_rate(self) -> float | None:
        """Percent of the closed that closed before the deadline; None when nothing is closed."""
        return percent(self.on_time, self.closed)


FIELDS = tuple(Sums.__dataclass_fields__)


def percent(part: float, whole: float, digits: int = 1) -> float | None:
    """None, not 0, where there is no whole."""
    return round(100 * part / whole, digits) if whole else None


def sums_of(connection: Connection, regions: Sequence[Region], view: View, span: Span) -> dict[int, Sums]:
    """{region id: sums}; a region without events has zeros. All regions are of one level and one parent."""
    found = dict.fromkeys((one.id for one in regions), Sums())
    if not regions:
        return found
    from_cube = view.at is None and regions[0].level <= CUBE_LEVELS
    statement = _cube(regions, span) if from_cube else _recount(regions, span)
    return found | {row[0]: Sums(*(int(n or 0) for n in row[1:])) for row in connection.execute(statement)}


def sums_until(connection: Connection, regions: Sequence[Region], view: View, span: Span) -> dict[int, Sums]:
    """Like `sums_of`, but the last day only up to `span.until`, which the cube of whole days cannot tell."""
    last = sums_of(connection, regions, view.but(at=span.until), Span(span.last, span.last, span.until))
    if span.first == span.last:
        return last
    days = Span(span.first, span.last - 1, day_start(span.last) - timedelta(seconds=1))
    whole = sums_of(connection, regions, view, days)
    return {key: whole[key] + last[key] for key in last}


def _cube(regions: Sequence[Region], span: Span) -> Any:
    sums = [func.sum(event_day.c[name]) for name in FIELDS]
    ids = [one.id for one in regions]
    where = (event_day.c.region_id.in_(ids), event_day.c.day.between(span.first, span.last))
    return select(event_day.c.region_id, *sums).where(*where).group_by(event_day.c.region_id)


def _recount(regions: Sequence[Region], span: Span) -> Any:
    lo, hi = min(one.lo for one in regions), max(one.hi for one in regions)
    cell = cell_column(regions[0].level - 1)
    reported = (cell.between(lo, hi), event.c.reported_at >= span.since, event.c.reported_at <= span.until)
    here = and_(event.c.cell_id >= region.c.lo, event.c.cell_id <= region.c.hi)
    chosen = region.c.id.in_([one.id for one in regions])
    return (
        select(region.c.id, *(func.sum(case((one, 1), else_=0)) for one in reached(span)))
        .select_from(event.join(region, here))
        .where(chosen, *reported)
        .group_by(region.c.id)
    )


def reached(span: Span) -> list[ColumnElement[bool]]:
    """For each field of Sums: had the event got there by the end of the span?"""
    marks = [event.c[f"{stage}_at"] <= span.until for stage in STAGES]
    return [*marks, and_(event.c.closed_at <= span.until, event.c.closed_at <= event.c.deadline_at)]
