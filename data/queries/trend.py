"""Events over the window: by hour for today, by day otherwise, beside the period before."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import BigInteger, Select, func, select, type_coerce

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import SMALL_BASE, Asked, asked, comparable
from data.queries.event_sums import CUBE_LEVELS, percent
from data.queries.reported import reported as reported_in
from data.schema import event, event_day
from data.scope import Scope
from data.times import local
from data.view import View
from data.windows import Span

HOUR = 3600
DAY = 86_400
Steps = dict[int, tuple[int, int]]  # {hours or days since the start: (reported, closed)}
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
        steps, before = _hours if hourly else _days, a.span.before()
        now, past = steps(a, a.span, view), steps(a, before, view) if comparable(a.connection, before) else None
        rows = list(_rows(a.span, now, past, hourly))
        return a.of_events(
            columns=COLUMNS,
            rows=rows if any(row["reported"] or row["previous"] for row in rows) else [],
            parts={"change": [_change(rows)]},
        )


def _rows(span: Span, now: Steps, past: Steps | None, hourly: bool) -> Iterator[Row]:
    steps = local(span.until).hour + 1 if hourly else span.days
    for n in range(steps):
        reported, closed = now.get(n, (0, 0))
        start = span.since + (timedelta(hours=n) if hourly else timedelta(days=n))
        label = f"{n:02d}:00" if hourly else f"{date.fromordinal(span.first + n):%m-%d}"
        previous = None if past is None else past.get(n, (0, 0))[0]
        yield {"t": start.isoformat(), "label": label, "reported": reported, "closed": closed, "previous": previous}


def _change(rows: list[Row]) -> Row:
    """Percent more or less than the period before, up to the same moment."""
    here = sum(int(row["reported"] or 0) for row in rows)
    before = sum(int(row["previous"] or 0) for row in rows)
    return {
        "reported": here,
        "previous": before,
        "percent": percent(here - before, before) if before >= SMALL_BASE else None,
    }


def _hours(a: Asked, span: Span, _view: View) -> Steps:
    return _steps(a, span, HOUR)


def _days(a: Asked, span: Span, view: View) -> Steps:
    if view.at is not None or a.here.level > CUBE_LEVELS:
        return _steps(a, span, DAY)
    table = event_day.c
    statement = select(table.day, table.reported, table.closed)
    where = (table.region_id == a.here.id, table.day.between(span.first, span.last))
    whole = {row.day - span.first: (row.reported, row.closed) for row in a.connection.execute(statement.where(*where))}
    last = _steps(a, Span(span.last, span.last, span.until), DAY)  # the cube does not know where in a day a span ends
    return whole | {span.days - 1: last.get(0, (0, 0))}


def _steps(a: Asked, span: Span, seconds: int) -> Steps:
    return {row.step: (row.n, row.closed) for row in a.connection.execute(_by_step(a, span, seconds))}


def _by_step(a: Asked, span: Span, seconds: int) -> Select[int, int, int]:
    at = event.c.reported_at
    step = ((type_coerce(at, BigInteger) - int(span.since.timestamp())) // seconds).label("step")
    closed = func.count().filter(event.c.closed_at <= span.until).label("closed")
    where = reported_in(a.here, span)
    return select(step, func.count().label("n"), closed).where(*where).group_by(step)
