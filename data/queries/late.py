"""Events past their time and still not done: without them, who never ends a late case would seem the most punctual."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, literal, or_, select

from data.life.limits import PROMPT_WITHIN
from data.queries.due import open_states
from data.queries.few import STILL_OPEN
from data.queries.recount import region_around
from data.queries.regions import Region, inside
from data.queries.reported import WIDE_LEVEL, cell_column
from data.queries.slices import ALL, Slice
from data.schema import event
from data.times import Moment
from data.windows import Span

TOLD_APART = 100  # regions: of more, single cells are as few
NOT_ANSWERED = ("reported", "filed", "assigned", "handling")
NOT_ASSIGNED = ("reported", "filed")


class Late(NamedTuple):
    """Open events whose deadline has passed, those of them not even answered; and events not assigned in time.

    A clock that stands still is not late.
    """

    late: int = 0
    late_unanswered: int = 0
    late_unassigned: int = 0

    @classmethod
    def of(cls, row: Mapping[str, Any], now: datetime) -> "Late":
        """What one open event adds."""
        over = row["suspended_at"] is None and row["deadline_at"] < now
        waits = row["stage"] in NOT_ASSIGNED and row["reported_at"] <= now - PROMPT_WITHIN
        return cls(int(over), int(over and row["stage"] in NOT_ANSWERED), int(waits))

    def plus(self, other: "Late") -> "Late":
        return Late(*(mine + its for mine, its in zip(self, other, strict=True)))


def late_by_region(
    connection: Connection, regions: Sequence[Region], one: Slice, span: Span, now: datetime, *, past: bool
) -> dict[int, Late]:
    """{region id: late} of events reported in the span; `past`: as they stood at `now`."""
    around = _span_of(regions)
    if not past and 1 < len(regions) <= TOLD_APART:
        asked = _asked(around, one, span, now)
        rows = connection.execute(_summed(_region_of(regions), one.dim).group_by("name"), asked)
        return {key: Late(*(int(n or 0) for n in numbers)) for key, *numbers in rows if key is not None}
    by = "all" if len(regions) == 1 else "cell_id"
    found = _late(connection, around, by, one, span, now, past=past)
    alone, whose = regions[0], region_around(regions)
    named = ((alone.id if by == "all" else whose(key), late) for key, late in found.items())
    return _added((key, late) for key, late in named if key is not None)


def late_by_key(
    connection: Connection, here: Region, dim: str, span: Span, now: datetime, *, past: bool
) -> dict[str, Late]:
    """{key: late} of a dimension; events without a key are left out."""
    found = _late(connection, here, dim, ALL, span, now, past=past)
    return {key: late for key, late in found.items() if key or dim == "all"}


def late_in_spans(
    connection: Connection, here: Region, dims: Sequence[str], spans: Sequence[Span], now: datetime, *, past: bool
) -> list[dict[str, dict[str, Late]]]:
    """For each span {dim: as `late_by_key`}, in one read. `past`: as they stood when each span ended."""
    found: list[dict[str, dict[str, Late]]] = []
    rows = [] if past else connection.execute(_in_spans(here, dims, spans, now)).all()
    for n, span in enumerate(spans):
        if past:
            states = open_states(connection, here, span.until, span.until, ALL, since=span.since)
            each = [([one[dim] for dim in dims], Late.of(one, span.until)) for one in states]
        else:
            first = len(dims) + len(Late._fields) * n
            each = [(list(row[: len(dims)]), Late(*row[first : first + len(Late._fields)])) for row in rows]
        found.append({dim: _added((keys[m], late) for keys, late in each if keys[m]) for m, dim in enumerate(dims)})
    return found


def _in_spans(here: Region, dims: Sequence[str], spans: Sequence[Span], now: datetime) -> Select[Any]:
    """Spans may overlap: what lies in two of them counts in both."""
    e, flags = event.c, _flags(literal(now, Moment), literal(now - PROMPT_WITHIN, Moment))
    when = [e.reported_at.between(span.since, span.until) for span in spans]
    sums = [func.sum(case((and_(those, flag), 1), else_=0)) for those in when for flag in flags]
    begun, ended = min(span.since for span in spans), max(span.until for span in spans)
    where = [STILL_OPEN, e.reported_at >= begun, e.reported_at <= ended, or_(*flags)]
    keys = [e[dim] for dim in dims]
    return select(*keys, *sums).where(*where, inside(cell_column(WIDE_LEVEL), here)).group_by(*keys)


def _span_of(regions: Sequence[Region]) -> Region:
    """From the first to the last cell of regions that lie side by side."""
    return replace(regions[0], lo=min(one.lo for one in regions), hi=max(one.hi for one in regions))


def _late(
    connection: Connection, here: Region, by: str, one: Slice, span: Span, now: datetime, *, past: bool
) -> dict[Any, Late]:
    if past:
        states = open_states(connection, here, now, now, one, since=span.since)
        return _added((state[by] if by != "all" else "", Late.of(state, now)) for state in states)
    rows = connection.execute(_statement(by, one.dim), _asked(here, one, span, now))
    return {key: Late(*(int(n or 0) for n in numbers)) for key, *numbers in rows}


def _added(found: Iterable[tuple[Any, Late]]) -> dict[Any, Late]:
    sums: dict[Any, Late] = {}
    for key, late in found:
        sums[key] = sums.get(key, Late()).plus(late)
    return sums


def _flags(now: ColumnElement[datetime], prompt: ColumnElement[datetime]) -> Sequence[ColumnElement[bool]]:
    """In the order of `Late`."""
    e = event.c
    over = and_(e.deadline_at < now, e.suspended_at.is_(None))
    return over, and_(over, e.stage.in_(NOT_ANSWERED)), and_(e.stage.in_(NOT_ASSIGNED), e.reported_at <= prompt)


def _asked(here: Region, one: Slice, span: Span, now: datetime) -> dict[str, Any]:
    asked = {"lo": here.lo, "hi": here.hi, "since": span.since, "until": span.until, "now": now, "key": one.key}
    return asked | {"prompt": now - PROMPT_WITHIN}


def _region_of(regions: Sequence[Region]) -> ColumnElement[Any]:
    """Which of them an event lies in: told by the database, which else would hand over every cell."""
    return case(*((event.c.cell_id.between(one.lo, one.hi), one.id) for one in regions), else_=None)


@cache
def _statement(by: str, dim: str) -> Select[Any]:
    e = event.c
    key: ColumnElement[Any] = literal("") if by == "all" else e[by] if by == "cell_id" else func.coalesce(e[by], "")
    return _summed(key, dim) if by == "all" else _summed(key, dim).group_by("name")


def _summed(key: ColumnElement[Any], dim: str) -> Select[Any]:
    """All of it stands in the index of open events, so that it costs as much as there are of them in the span.

    The slice is put so that no other index serves it.
    """
    e, flags = event.c, _flags(bindparam("now"), bindparam("prompt"))
    sums = [func.sum(case((flag, 1), else_=0)) for flag in flags]
    where = [STILL_OPEN, e.reported_at >= bindparam("since"), e.reported_at <= bindparam("until"), or_(*flags)]
    where += [cell_column(WIDE_LEVEL).between(bindparam("lo"), bindparam("hi"))]
    where += [func.coalesce(e[dim], "") == bindparam("key")] if dim != "all" else []
    return select(key.label("name"), *sums).where(*where)
