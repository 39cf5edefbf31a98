"""A span of days as the cube keeps it: whole months by month, the days at its edges by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Table, and_

from data.times import day_start
from data.windows import Span

DAY, MONTH = "d", "m"


@dataclass(frozen=True)
class Piece:
    """Rows of one grain: the ordinals of their days or of the firsts of their months."""

    grain: str
    days: tuple[int, ...]

    def of(self, table: Table) -> ColumnElement[bool]:
        """The rows of the piece; a list, because lists let an index go on to the key behind the day."""
        return and_(table.c.grain == self.grain, table.c.day.in_(self.days))


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
