"""When events are reported: by hour of the day, from the cube; what it does not tell is counted by index."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Connection, func, select, type_coerce

from data.queries.event_sums import CUBE_LEVELS
from data.queries.pieces import DAY, pieces
from data.queries.recount import in_cells, whose, within
from data.queries.regions import Region
from data.queries.slices import ALL, Slice
from data.schema import event, event_hour, event_sum
from data.schema.cube import HOURS
from data.times import day_start, local
from data.windows import Span

Day = list[int]  # 24 numbers
SECONDS = 3600


def week(connection: Connection, here: Region, span: Span) -> dict[int, Day]:
    """{weekday 0 Monday … 6: 24 numbers} of what was reported in the span, up to its end."""
    if here.level > CUBE_LEVELS:
        return _counted_week(connection, here, span)
    found = {weekday: [0] * 24 for weekday in range(7)}
    whole = span if span.running else Span(span.first, span.last - 1, day_start(span.last) - timedelta(seconds=1))
    sums = [func.sum(event_hour.c[name]) for name in HOURS]
    for piece in pieces(whole) if whole.first <= whole.last else []:
        where = (event_hour.c.region_id == here.id, piece.of(event_hour))
        by = event_hour.c.weekday
        for row in connection.execute(select(by, *sums).where(*where).group_by(by)):
            found[row[0]] = [a + int(b) for a, b in zip(found[row[0]], row[1:], strict=True)]
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
    h = event_hour.c
    where = (h.region_id.in_([one.id for one in regions]), h.grain == DAY, h.day.in_(which))
    rows = connection.execute(select(h.region_id, h.day, *(h[name] for name in HOURS)).where(*where))
    return {(row[0], row[1]): list(row[2:]) for row in rows}


def reported_until(connection: Connection, regions: Sequence[Region], span: Span, one: Slice = ALL) -> dict[int, int]:
    """{region id: how many were reported in the span, up to its end}, which may be in the middle of a day."""
    found = dict.fromkeys((region.id for region in regions), 0)
    if not regions:
        return found
    level = regions[0].level
    if level > CUBE_LEVELS or not one.by_day(level):
        return found | reported_since(connection, regions, span.since, span.until, one)
    e = event_sum.c
    inside = (e.region_id.in_(list(found)), e.dim == one.dim, e.key == one.key)
    whole = Span(span.first, span.last - 1, day_start(span.last))
    for piece in pieces(whole) if whole.first <= whole.last else []:
        rows = connection.execute(
            select(e.region_id, func.sum(e.reported)).where(*inside, piece.of(event_sum)).group_by(e.region_id)
        )
        for key, n in rows:
            found[key] += int(n)
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
    where = (in_cells(regions), event.c.reported_at >= since, event.c.reported_at <= until, *one.events(None))
    counted = select(whose(regions).label("whose"), func.count()).where(*where).group_by("whose")
    rows = connection.execute(counted)
    return {key: int(n) for key, n in rows if key is not None}


def _steps(connection: Connection, here: Region, span: Span, seconds: int, one: Slice) -> dict[int, int]:
    """{steps since the span began: number reported}."""
    step = (type_coerce(event.c.reported_at, BigInteger) - int(span.since.timestamp())) // seconds
    where = (*within([here], span), *one.events(None))
    rows = connection.execute(select(step.label("step"), func.count()).where(*where).group_by("step"))
    return {int(row[0]): int(row[1]) for row in rows}


def _counted_week(connection: Connection, here: Region, span: Span) -> dict[int, Day]:
    found = {weekday: [0] * 24 for weekday in range(7)}
    for step, n in _steps(connection, here, span, SECONDS, ALL).items():
        found[(span.first - 1 + step // 24) % 7][step % 24] += n
    return found
