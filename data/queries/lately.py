"""The newest events of a window, read one by one: as many days as the cube says hold no more than some.

What looks at single events (where they repeat, what meets what) costs the same in a city of ten million events as in
one of ten thousand: it then looks back less far, and says how far.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from data.queries.asked import Asked
from data.queries.event_sums import CUBE_LEVELS
from data.queries.packed import packed
from data.queries.reported import conditions, given
from data.queries.slices import ALL
from data.schema import event, event_sum
from data.windows import Span

BY_DAY_LEVEL = 2  # down to the county events are found by day; below, by day in each of their cells
E = event_sum.c


@dataclass(frozen=True)
class Lately:
    """`span`: the days that were read; `whole`: they are all of the window."""

    span: Span
    whole: bool
    columns: dict[str, list[Any]]

    @property
    def events(self) -> int:
        return len(next(iter(self.columns.values())))

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*self.columns.values(), strict=True)]


def lately(
    a: Asked, columns: Sequence[str], most: int, *where: ColumnElement[bool], wanted: Span | None = None
) -> Lately:
    """The events of the newest days that hold `most` or fewer together, but of one day at least; of that the newest.

    `wanted`: of another span than the view's window. Moments come as epoch seconds. Oldest first.
    """
    wanted = wanted or a.span
    span = narrowed(a, wanted, most)
    query = _query(columns, a.here.level <= BY_DAY_LEVEL, where, most)
    bound = query.params(**given([a.here], ALL, span.since, span.until))
    found = {name: column[::-1] for name, column in zip(columns, packed(a.connection, bound), strict=True)}
    one = Lately(span, span.first == wanted.first, found)
    return replace(one, whole=one.whole and one.events < most)


def _query(columns: Sequence[str], by_day: bool, where: Sequence[ColumnElement[bool]], most: int) -> Select[Any]:
    query = select(*(event.c[name] for name in columns)).where(*conditions(by_day, "all"), *where)
    return query.order_by(event.c.reported_at.desc()).limit(most)


def narrowed(a: Asked, wanted: Span, most: int) -> Span:
    """The newest days of the span that hold `most` events or fewer together, but one day at least."""
    if a.here.level > CUBE_LEVELS:
        return wanted
    first, total = wanted.last + 1, 0
    for day, n in _days(a, wanted):
        total += n
        if total > most and first <= wanted.last:
            break
        first = day
    return replace(wanted, first=first if total > most else wanted.first)


def _days(a: Asked, wanted: Span) -> Sequence[Any]:
    """(day, events reported), the newest first."""
    mine = (E.region_id == a.here.id, E.dim == "all", E.grain == "d", E.key == "")
    days = E.day.between(wanted.first, wanted.last)
    return a.connection.execute(select(E.day, E.reported).where(*mine, days).order_by(E.day.desc())).all()
