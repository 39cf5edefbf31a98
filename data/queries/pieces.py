"""A span of days as the cube keeps it: whole months by month, the days at its edges by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.times import day_start
from data.windows import Span

DAY, MONTH = "d", "m"


@dataclass(frozen=True)
class Piece:
    """Rows of one grain: the ordinals of their days or of the firsts of their months."""

    grain: str
    days: tuple[int, ...]

    @property
    def runs(self) -> list[dict[str, int]]:
        """The ordinals as ranges `first`..`last` with no other ordinal of the grain between."""
        if self.grain == MONTH:
            return [{"first": self.days[0], "last": self.days[-1]}]
        breaks = [n for n in range(1, len(self.days)) if self.days[n] != self.days[n - 1] + 1]
        starts, ends = [0, *breaks], [*breaks, len(self.days)]
        return [{"first": self.days[a], "last": self.days[b - 1]} for a, b in zip(starts, ends, strict=True)]


def pieces(span: Span) -> list[Piece]:
    """Never more than the months of the span and sixty days. A running month is whole: nothing comes after now."""
    months = [first for first in _months(span) if _whole(first, span)]
    if not months:
        return [Piece(DAY, tuple(range(span.first, span.last + 1)))]
    edges = (*range(span.first, months[0]), *range(_next(months[-1]), span.last + 1))
    return [Piece(MONTH, tuple(months)), *([Piece(DAY, edges)] if edges else [])]


def edges(span: Span) -> list[Span]:
    """The days of the span that no whole month covers, as spans."""
    whole = [day for piece in pieces(span) if piece.grain == MONTH for day in piece.days]
    if not whole:
        return [span]
    before = Span(span.first, whole[0] - 1, day_start(whole[0]) - timedelta(seconds=1))
    after = Span(_next(whole[-1]), span.last, span.until, span.running)
    return [one for one in (before, after) if one.first <= one.last]


def _months(span: Span) -> list[int]:
    """Firsts of the months that begin in the span."""
    first, found = _first_of(span.first), []
    while first <= span.last:
        if first >= span.first:
            found.append(first)
        first = _next(first)
    return found


def _whole(first: int, span: Span) -> bool:
    return _next(first) - 1 <= span.last or span.running


def _first_of(day: int) -> int:
    return date.fromordinal(day).replace(day=1).toordinal()


def _next(first: int) -> int:
    """The first of the month after."""
    return (date.fromordinal(first) + timedelta(days=31)).replace(day=1).toordinal()
