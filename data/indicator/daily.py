"""Counts of events among the indicators follow once a day: cases of months past still close."""

from datetime import datetime

from sqlalchemy import Engine, select

from data.commands.cube import settle
from data.commands.facts import fact, swap_fact
from data.engine import writing
from data.indicator.recompute import recompute
from data.schema import indicator
from data.times import day_number

COUNTED = "indicators_counted"  # fact: the local day on which the cube was asked last


def count_daily(engine: Engine, now: datetime) -> int:
    """How many indicators were made anew; 0 when somebody has done it today. Claimed in the transaction that counts."""
    today = str(day_number(now))
    with engine.connect() as connection:
        last = fact(connection, COUNTED)
        codes = connection.scalars(select(indicator.c.code).where(indicator.c.cube.is_not(None))).all()
    if last == today or not codes:
        return 0
    settle(engine)
    with writing(engine) as connection:
        return recompute(connection, now, codes) if swap_fact(connection, COUNTED, last, today) else 0
