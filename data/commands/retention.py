"""Retention: single readings go after some days; their sums stay for good."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from data.commands.facts import fact, put_fact
from data.commands.readings import SINCE
from data.commands.revisions import bump
from data.readings.sums import day_range
from data.schema import gauge, reading
from data.times import day_number


def prune(connection: Connection, days: int, now: datetime) -> int:
    """Delete the readings of all local days that ended `days` days ago or earlier; returns how many there were.

    From then on nothing of these days is taken or corrected any more: it could not be told from what is summed up.
    """
    bump(connection, "readings")  # first: no reading is taken meanwhile
    until = max(day_range(day_number(now) - days)[0], int(fact(connection, SINCE) or 0))
    gone = delete(reading).where(reading.c.gauge_id.in_(select(gauge.c.id)), reading.c.at < until)
    n = connection.execute(gone).rowcount
    put_fact(connection, SINCE, str(until))
    return n
