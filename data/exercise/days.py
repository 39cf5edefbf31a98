"""Which past days can be replayed: those of which the city keeps readings or reports."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, exists, select

from data.schema import event, gauge, reading_sum
from data.times import day_number, day_start, local

CODE = re.compile(r"day-(\d{8})", re.ASCII)
BACK = 92  # days that are offered; `flask exercise replay` takes any
SOME = 40  # gauges that are asked


def code_of(day: date) -> str:
    """How the replay of a day is called."""
    return f"day-{day:%Y%m%d}"


def day_of(code: str) -> date | None:
    """The day whose replay is called so."""
    found = CODE.fullmatch(code)
    with suppress(ValueError):
        return datetime.strptime(found[1], "%Y%m%d").date() if found else None
    return None


def days_kept(connection: Connection, now: datetime) -> list[date]:
    """Whole local days before today that hold something, the latest first; at most BACK days ago."""
    today, told = local(now).date(), _told(connection, now)
    days = (today - timedelta(days=n) for n in range(1, BACK + 1))
    return [day for day in days if day in told or _reported(connection, day)]


def _told(connection: Connection, now: datetime) -> set[date]:
    """Days of which some of the gauges have sums, which are kept for good."""
    gauges = connection.scalars(select(gauge.c.id)).all()
    some = gauges[:: max(1, len(gauges) // SOME)]
    s = reading_sum.c
    query = select(s.start).where(s.gauge_id.in_(some), s.grain == "d", s.start >= day_start(day_number(now) - BACK))
    return {local(at).date() for at in connection.scalars(query.distinct())}


def _reported(connection: Connection, day: date) -> bool:
    begins = day_start(day.toordinal())
    found = exists().where(event.c.reported_at >= begins, event.c.reported_at < begins + timedelta(days=1))
    return bool(connection.scalar(select(found)))
