"""How many events, and how far they got: from the cube, or recounted where the cube does not reach."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import Connection

from data.life.late import LATE, Late
from data.queries.kept import Numbers, add_up, kept_by_key, kept_by_region
from data.queries.late import Added, late_by_key, late_by_region, read_late
from data.queries.lives import Lives
from data.queries.pieces import edges
from data.queries.recount import recount, recount_by_key, spread
from data.queries.regions import Region
from data.queries.slices import Slice, sliced
from data.schema.cube import MEASURES, STANDING
from data.view import View
from data.windows import Span

CUBE_LEVELS = 4
USUAL = tuple(name for name in MEASURES if name not in (*STANDING.values(), "paused"))
_LATE = frozenset(LATE)


class Sums(NamedTuple):
    """Events reported in a span: how many reached each stage, and what else the cube measures (`MEASURES`).

    The last four are of `Late`: a rate of what is done in time is a share of what should have been done by now. What
    stands open is told where it is asked for by name, and not of moments past.
    """

    reported: int = 0
    filed: int = 0
    assigned: int = 0
    handling: int = 0
    answered: int = 0
    verified: int = 0
    closed: int = 0
    rated: int = 0
    rejected: int = 0
    merged: int = 0
    assigned_known: int = 0
    answered_known: int = 0
    prompt: int = 0
    answered_on_time: int = 0
    on_time: int = 0
    satisfied: int = 0
    visited: int = 0
    visited_ok: int = 0
    returned: int = 0
    reopened: int = 0
    supervised: int = 0
    rating_sum: int = 0
    paused: int = 0
    open_reported: int = 0
    open_filed: int = 0
    open_assigned: int = 0
    open_handling: int = 0
    open_answered: int = 0
    open_verified: int = 0
    late: int = 0
    late_unanswered: int = 0
    late_unassigned: int = 0
    warned: int = 0

    def __add__(self, other: "Sums") -> "Sums":  # type: ignore[override]
        return Sums(*map(add, self, other))

    @property
    def to_assign(self) -> int:
        """Assigned, or not assigned although the time for it is over."""
        return self.assigned_known + self.late_unassigned

    @property
    def to_answer(self) -> int:
        """Answered, or not answered although the deadline is past."""
        return self.answered_known + self.late_unanswered

    @property
    def to_close(self) -> int:
        """Closed, or open although the deadline is past."""
        return self.closed + self.late

    @property
    def on_time_rate(self) -> float | None:
        """Percent of `to_close` that closed before the deadline; None of nothing. Who reads it asks for "late" too."""
        return percent(self.on_time, self.to_close)


def percent(part: float, whole: float, digits: int = 1) -> float | None:
    """None, not 0, where there is no whole."""
    return round(100 * part / whole, digits) if whole else None


def sums_of(
    connection: Connection,
    regions: Sequence[Region],
    view: View,
    span: Span,
    names: Sequence[str] = USUAL,
    now: datetime | None = None,
) -> dict[int, Sums]:
    """{region id: sums} of the view's slice; without events zeros. All regions are of one level, side by side.

    Who wants few measures names them: from the cube the others may come as zeros then. `now`: what is late by then,
    where the span has ended before.
    """
    found = dict.fromkeys((one.id for one in regions), Sums())
    if not regions:
        return found
    one, level, past = sliced(view), regions[0].level, view.at is not None
    if past or not one.kept(level):
        at = span.until if past else None
        found |= {key: Sums(*sums) for key, sums in recount(connection, regions, one, span, at, names).items()}
    else:
        by_day = one.by_day(level)
        kept = kept_by_region(connection, list(found), one, span, by_day, names)
        more = [] if by_day else [recount(connection, regions, one, edge, None, names) for edge in edges(span)]
        found |= _together(kept, names, more)
    if _LATE.intersection(names):
        moment = span.until if past or now is None else now  # a moment past is asked for as it was
        late = read_late(connection, regions, moment, span.since if past else None)
        found = with_late(found, late_by_region(late, regions, one, span))
    return found


def by_key(
    connection: Connection,
    here: Region,
    dim: str,
    view: View,
    span: Span,
    names: Sequence[str] = USUAL,
    lives: Lives | None = None,
    unmarked: Added | None = None,
) -> dict[str, Sums]:
    """{key: sums} of every key of a dimension that occurs here in the span, whatever the view's slice.

    `lives`: what the cube does not hold of them (`rest`), and what is late and `unmarked` here, where somebody has read
    that already.
    """
    past = view.at is not None
    if not past and lives is not None:
        more: Sequence[Mapping[str, Numbers]] = [lives.counts(dim)]
    else:
        at = span.until if past else None
        left = [span] if past else rest(here, dim, span)
        more = [recount_by_key(connection, here, dim, part, at, names) for part in left]
    if past or here.level > CUBE_LEVELS:
        kept: dict[str, Numbers] = {}
    else:
        kept = kept_by_key(connection, here.id, dim, span, Slice(dim).by_day(here.level), names)
    found = _together(kept, names, more)
    if _LATE.intersection(names):
        if unmarked is None:
            unmarked = read_late(connection, [here], span.until, span.since if past else None)
        found = with_late(found, late_by_key(unmarked, dim, span))
    return found


def with_late(found: Mapping[Any, Sums], late: Mapping[Any, Late]) -> dict[Any, Sums]:
    """The sums, and what of their events is late."""
    return {**found, **{key: found.get(key, Sums()) + Sums(**one._asdict()) for key, one in late.items()}}


def rest(here: Region, dim: str, span: Span) -> list[Span]:
    """The parts of a span of which the cube holds no numbers of this dimension."""
    if here.level > CUBE_LEVELS:
        return [span]
    return [] if Slice(dim).by_day(here.level) else edges(span)


def _together(
    kept: Mapping[Any, Numbers], names: Sequence[str], more: Sequence[Mapping[Any, Numbers]]
) -> dict[Any, Sums]:
    """What the cube keeps of the measures named, and all measures recounted beside it."""
    found: dict[Any, Numbers] = {key: spread(numbers, names) for key, numbers in kept.items()}
    for counted in more:
        add_up(found, ((key, *counts) for key, counts in counted.items()))
    return {key: Sums(*numbers) for key, numbers in found.items()}
