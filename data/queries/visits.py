"""走访: how often stewards called, what they found, and how much of it has been dealt with."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, true

from data.queries.asked import Asked
from data.queries.regions import Region
from data.queries.reported import WIDE_LEVEL, beside
from data.schema import event, steward_visit
from data.scope import Scope
from data.times import day_number

V = steward_visit.c
INTO = event.alias("into")  # what the event was merged into
FOUND = V.found != literal("", literal_execute=True)  # in the very words of its index
WITH_EVENTS = steward_visit.outerjoin(event, event.c.id == V.event_id).outerjoin(INTO, INTO.c.id == event.c.into_id)


class Visits(NamedTuple):
    """`issues`: visits that found something; `solved`: those of which it has been dealt with."""

    visits: int = 0
    issues: int = 0
    solved: int = 0

    def __add__(self, other: "Visits") -> "Visits":  # type: ignore[override]
        return Visits(*map(sum, zip(self, other, strict=True)))


Found = dict[tuple[str, str], Visits]  # by kind of steward, and by his code or that of a region below


def visits_of(a: Asked, scope: Scope, places: Sequence[Region]) -> Found:
    """Of the window: of stewards of trades by steward, of those of grids by place, where places are named.

    What was told of no smaller region is in none of the places: it stands under "".
    """
    lies = ((and_(V.lo >= one.lo, V.hi <= one.hi), one.code) for one in places)
    whose = case((V.kind == "industry", V.steward), *lies, else_="") if places else V.steward
    sums = (func.count(), func.sum(case((dealt_with(a), 1), else_=0)))
    every = select(V.kind, whose.label("whose"), func.count()).where(*within(a), known_to(scope))
    amiss = select(V.kind, whose.label("whose"), *sums).select_from(WITH_EVENTS)
    amiss = amiss.where(*within(a), known_to(scope), FOUND).group_by(V.kind, "whose")
    issues = {(kind, key): (n, done) for kind, key, n, done in a.connection.execute(amiss)}
    rows = a.connection.execute(every.group_by(V.kind, "whose"))
    return {(kind, key): Visits(n, *issues.get((kind, key), (0, 0))) for kind, key, n in rows}


def total(found: Found, kind: str) -> Visits:
    return sum((one for (of, _key), one in found.items() if of == kind), Visits())


def known_to(scope: Scope) -> ColumnElement[bool]:
    """Public stewards are everybody's; those of a trade are known to who sees all agencies, or theirs."""
    return true() if scope.every_department else or_(V.kind == "grid", V.agency.in_(scope.departments))


def within(a: Asked) -> tuple[ColumnElement[bool], ...]:
    """Made in the region within the window: found by day above the town, below by place."""
    wide = a.here.level < WIDE_LEVEL
    lo, day = (beside(V.lo), V.day) if wide else (V.lo, beside(V.day))
    return lo.between(a.here.lo, a.here.hi), V.hi <= a.here.hi, day.between(a.span.first, a.span.last)


def dealt_with(a: Asked) -> ColumnElement[bool]:
    """By the steward himself, or because the event that came of it is closed."""
    closed_at = func.coalesce(INTO.c.closed_at, event.c.closed_at)
    return or_(V.solved_day <= day_number(a.now), closed_at <= a.now)
