"""When events are reported: by hour of the day, from the cube; what it does not tell is counted by index."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    func,
    select,
    type_coerce,
)

from data.queries.event_sums import CUBE_LEVELS
from data.queries.kept import add_up, kept_by_region
from data.queries.pieces import DAY, pieces
from data.queries.regions import Region
from data.queries.reported import conditions, given, wide
from data.queries.slices import ALL, Slice
from data.schema import event, event_hour
from data.schema.cube import HOURS
from data.times import day_start, local
from data.windows import Span

Day = list[int]  # 24 numbers
SECONDS = 3600
H = event_hour.c
_WEEK = (
    select(H.weekday, *(func.sum(H[name]) for name in HOURS))
    .where(H.region_id == bindparam("here"), H.grain == bindparam("grain"))
    .where(H.day.between(bindparam("first"), bindparam("last")))
    .group_by(H.weekday)
)
_DAYS = select(H.region_id, H.day, *(H[name] for name in HOURS)).where(
    H.region_id.in_(bindparam("regions", expanding=True)),
    H.grain == DAY,
    H.day.in_(bindparam("days", expanding=True)),
)


def week(connection: Connection, here: Region, span: Span) -> dict[int, Day]:
    """{weekday 0 Monday … 6: 24 numbers} of what was reported in the span, up to its end."""
    if here.level > CUBE_LEVELS:
        return _counted_week(connection, here, span)
    found = {weekday: [0] * 24 for weekday in range(7)}
    whole = span if span.running else Span(span.first, span.last - 1, day_start(span.last) - timedelta(seconds=1))
    for piece in pieces(whole) if whole.first <= whole.last else []:
        for days in piece.runs:
            rows = connection.execute(_WEEK, {"here": here.id, "grain": piece.grain, **days}).all()
            add_up(found, ((row[0], *map(int, row[1:])) for row in rows))
    if not span.running:
        last = (span.last - 1) % 7
        found[last] = [a + b for a, b in zip(found[last], day(connection, here, span), strict=True)]
    return found


def day(connection: Connection, here: Region, span: Span, one: Slice = ALL) -> Day:
    """What was reported in each hour of the last day of the span, up to its end."""
    today = Span(span.last, span.last, span.until)
    if one != ALL or here.level > CUBE_LEVELS:
        return [_steps(connection, here, today, SECONDS, one).get(hour, 0) for hour in range(24)]
    kept = days(connection, [here], (span.last,)).get((here.id, span.last), [0] * 24)
    hour = local(span.until).hour
    begun = day_start(span.last) + timedelta(hours=hour)
    now = reported_since(connection, [here], begun, span.until, ALL).get(here.id, 0)
    return [*kept[:hour], now, *[0] * (23 - hour)]


def days(connection: Connection, regions: Sequence[Region], which: Sequence[int]) -> dict[tuple[int, int], Day]:
    """{(region id, day): 24 numbers}; days without events are absent. City to village only."""
    asked = {"regions": [one.id for one in regions], "days": which}
    return {(row[0], row[1]): list(row[2:]) for row in connection.execute(_DAYS, asked).all()}


def reported_until(connection: Connection, regions: Sequence[Region], span: Span, one: Slice = ALL) -> dict[int, int]:
    """{region id: how many were reported in the span, up to its end}, which may be in the middle of a day."""
    found = dict.fromkeys((region.id for region in regions), 0)
    if not regions:
        return found
    level = regions[0].level
    if level > CUBE_LEVELS or not one.by_day(level):
        return found | reported_since(connection, regions, span.since, span.until, one)
    whole = Span(span.first, span.last - 1, day_start(span.last))
    if whole.first <= whole.last:
        kept = kept_by_region(connection, list(found), one, whole, True, ("reported",))
        found |= {key: int(n) for key, (n,) in kept.items()}
    begun = day_start(span.last)
    if one == ALL:
        hour = local(span.until).hour
        begun += timedelta(hours=hour)
        for (key, _day), numbers in days(connection, regions, (span.last,)).items():
            found[key] += sum(numbers[:hour])
    for key, n in reported_since(connection, regions, begun, span.until, one).items():
        found[key] += n
    return found


def reported_since(
    connection: Connection, regions: Sequence[Region], since: datetime, until: datetime, one: Slice
) -> dict[int, int]:
    """Counted by index: for an hour or so, or below the village."""
    asked = given(regions, one, since, until)
    for n, here in enumerate(regions):
        asked |= {f"id{n}": here.id, f"lo{n}": here.lo, f"hi{n}": here.hi}
    rows = connection.execute(_since(len(regions), wide(regions), one.dim), asked).all()
    return {key: int(n) for key, n in rows if key is not None}


@cache
def _since(regions: int, by_day: bool, dim: str) -> Select[Any]:
    cell = event.c.cell_id
    whose = [
        (cell.between(bindparam(f"lo{n}"), bindparam(f"hi{n}")), bindparam(f"id{n}", type_=Integer))
        for n in range(regions)
    ]
    every = select(case(*whose, else_=None).label("whose")).where(*conditions(by_day, dim)).subquery()
    return select(every.c.whose, func.count()).group_by(every.c.whose)


def _steps(connection: Connection, here: Region, span: Span, seconds: int, one: Slice) -> dict[int, int]:
    """{steps since the span began: number reported}."""
    return {int(step): int(n) for step, n in counted_by_step(connection, here, span, seconds, one)}


def counted_by_step(
    connection: Connection, here: Region, span: Span, seconds: int, one: Slice, *, closed: bool = False
) -> Sequence[Any]:
    """Rows (steps since the span began, number reported[, of those closed by its end]), as the events stand now."""
    asked = {"start": int(span.since.timestamp()), "seconds": seconds}
    where = given([here], one, span.since, span.until)
    return connection.execute(_by_step(wide([here]), one.dim, closed), asked | where).all()


@cache
def _by_step(by_day: bool, dim: str, closed: bool) -> Select[Any]:
    at = type_coerce(event.c.reported_at, BigInteger)
    step = (at - bindparam("start", type_=BigInteger)) // bindparam("seconds", type_=BigInteger)
    columns: list[ColumnElement[Any]] = [step.label("step"), func.count()]
    if closed:
        columns.append(func.count().filter(event.c.closed_at <= bindparam("until")))
    return select(*columns).where(*conditions(by_day, dim)).group_by("step")


def _counted_week(connection: Connection, here: Region, span: Span) -> dict[int, Day]:
    found = {weekday: [0] * 24 for weekday in range(7)}
    for step, n in _steps(connection, here, span, SECONDS, ALL).items():
        found[(span.first - 1 + step // 24) % 7][step % 24] += n
    return found
