"""Events over the window: by hour for today, by day otherwise, beside the period before."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from sqlalchemy import BigInteger, Select, bindparam, func, not_, select, type_coerce

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import SMALL_BASE, Asked, asked, comparable
from data.queries.event_sums import CUBE_LEVELS, percent, sums_of
from data.queries.hours import counted_by_step, day, reported_until
from data.queries.past import folded, unsure
from data.queries.pieces import DAY as BY_DAY
from data.queries.recount import reached, within
from data.queries.slices import ALL, sliced, told
from data.schema import event, event_sum
from data.scope import Scope
from data.times import local
from data.view import View
from data.windows import Span

HOUR = 3600
DAY = 86_400
HOURLY_MOST = 4_000  # events of a day up to which the closed among them are counted by hour
Steps = dict[int, tuple[int, int | None]]  # {hours or days since the start: (reported, closed)}
COLUMNS = (
    Column(key="t", label="时间"),
    Column(key="label", label="时段"),
    Column(key="reported", label="上报", unit="件"),
    Column(key="closed", label="其中已结案", unit="件"),
    Column(key="previous", label="上一周期", unit="件"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """One row an hour or a day up to now; `closed` are those of the reported that are closed by now."""
    with asked(house, view, scope) as a:
        hourly = view.window == "today"
        before = a.span.before()
        now = _hours(a, view) if hourly else _days(a, view)
        past = _past(a, before, view, hourly) if comparable(a.connection, before) else None
        rows = list(_rows(a.span, now, past, hourly))
        return a.of_events(
            columns=COLUMNS,
            rows=rows if any(row["reported"] or row["previous"] for row in rows) else [],
            parts={"change": [_change(a, view, rows)], "slice": told(a.connection, view, a.here)},
        )


def _rows(span: Span, now: Steps, past: dict[int, int] | None, hourly: bool) -> Iterator[Row]:
    steps = local(span.until).hour + 1 if hourly else span.days
    for n in range(steps):
        reported, closed = now.get(n, (0, 0))
        start = span.since + (timedelta(hours=n) if hourly else timedelta(days=n))
        label = f"{n:02d}:00" if hourly else f"{date.fromordinal(span.first + n):%m-%d}"
        previous = None if past is None else past.get(n, 0)
        yield {"t": start.isoformat(), "label": label, "reported": reported, "closed": closed, "previous": previous}


def _change(a: Asked, view: View, rows: list[Row]) -> Row:
    """Percent more or less than the period before, up to the same moment; and the closed in all."""
    here, before = (sum(int(row[name] or 0) for row in rows) for name in ("reported", "previous"))
    kept = all(row["closed"] is not None for row in rows)
    closed = sum(int(row["closed"] or 0) for row in rows)
    if not kept:
        closed = sums_of(a.connection, [a.here], view, a.span, ("closed",))[a.here.id].closed
    change = percent(here - before, before) if before >= SMALL_BASE else None
    return {"reported": here, "closed": closed, "previous": before, "percent": change}


def _hours(a: Asked, view: View) -> Steps:
    """From the cube; the closed one by one while they are few, and not at all when they are many."""
    one = sliced(view)
    if one != ALL or a.here.level > CUBE_LEVELS or view.at is not None:
        return _counted(a, a.span, view, HOUR)
    if (reported := sum(numbers := day(a.connection, a.here, a.span))) > HOURLY_MOST:
        return {hour: (n, None) for hour, n in enumerate(numbers)}
    return _counted(a, a.span, view, HOUR) if reported else {}


def _days(a: Asked, view: View) -> Steps:
    one = sliced(view)
    if view.at is not None or a.here.level > CUBE_LEVELS or not one.by_day(a.here.level):
        return _counted(a, a.span, view, DAY)
    return {step: (reported, closed) for step, reported, closed in _kept(a, a.span, view)}


def _kept(a: Asked, span: Span, view: View) -> list[tuple[int, int, int]]:
    """(days since the span began, reported, closed) from the cube."""
    one = sliced(view)
    days = {"days": range(span.first, span.last + 1)} if one != ALL else {"first": span.first, "last": span.last}
    asked = {"here": a.here.id, "dim": one.dim, "key": one.key, **days}
    rows = a.connection.execute(_by_day(one == ALL), asked).all()
    return [(day - span.first, reported, closed) for day, reported, closed in rows]


@cache
def _by_day(whole: bool) -> Select[int, int, int]:
    e = event_sum.c
    where = (e.region_id == bindparam("here"), e.dim == bindparam("dim"), e.key == bindparam("key"))
    days = e.day.between(bindparam("first"), bindparam("last"))
    listed = e.day.in_(bindparam("days", expanding=True))
    return select(e.day, e.reported, e.closed).where(*where, e.grain == BY_DAY, days if whole else listed)


def _past(a: Asked, span: Span, view: View, hourly: bool) -> dict[int, int]:
    """{step: reported} of the period before, the last step only up to the same time of day."""
    one = sliced(view)
    if hourly:
        return dict(enumerate(day(a.connection, a.here, span, one)))
    if a.here.level > CUBE_LEVELS or not one.by_day(a.here.level):
        return {step: n for step, (n, _closed) in _counted(a, span, view, DAY).items()}
    whole = {step: reported for step, reported, _closed in _kept(a, span, view)}
    last = Span(span.last, span.last, span.until)
    return whole | {span.days - 1: reported_until(a.connection, [a.here], last, one)[a.here.id]}


def _counted(a: Asked, span: Span, view: View, seconds: int) -> Steps:
    """One by one, as the events stood at the end of the span."""
    one, at = sliced(view), span.until
    if view.at is None:
        rows = counted_by_step(a.connection, a.here, span, seconds, one, closed=True)
        return {step: (n, closed) for step, n, closed in rows}
    where = within([a.here], span)
    statement = _by_step(span, seconds).where(*where, *one.events(at), not_(unsure(at)))
    found: dict[int, tuple[int, int]] = {row.step: (row.n, row.closed) for row in a.connection.execute(statement)}
    for state in folded(a.connection, where, at, one):
        step = int((state["reported_at"] - span.since).total_seconds()) // seconds
        n, closed = found.get(step, (0, 0))
        found[step] = (n + 1, closed + (state["closed_at"] is not None))
    return dict(found)


def _by_step(span: Span, seconds: int) -> Select[int, int, int]:
    step = ((type_coerce(event.c.reported_at, BigInteger) - int(span.since.timestamp())) // seconds).label("step")
    closed = func.count().filter(reached("closed", span.until)).label("closed")
    return select(step, func.count().label("n"), closed).group_by("step")
