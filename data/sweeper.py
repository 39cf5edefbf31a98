"""The timer of the watch: what time alone changes is seen to once a minute, however many workers serve the house."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import Engine, select

from data.catalogue.measure import measure_daily
from data.commands.archived import archive_checked
from data.commands.cube import settle, waiting
from data.commands.facts import fact, swap_fact
from data.commands.forms import run_due
from data.commands.late import mark_late
from data.commands.watch import sweep
from data.engine import writing
from data.house import House
from data.indicator.daily import count_daily
from data.returns.measure import check_daily
from data.rounds import Rounds

SWEPT = "swept_minute"  # fact: the minute (since 1970 UTC, by the city's clock) that was swept last
SECONDS = 10  # from one look at the clock to the next
SET_BACK = 5  # minutes: a clock that far behind the last sweep was set back, and sweeping begins anew

log = structlog.get_logger(__name__)


def start_sweeper(house: House, *also: Callable[[House], object]) -> Rounds:
    """A running timer for this house; several processes may each have one. `also`: what else is due by the minute."""
    rounds = Rounds("sweep", lambda: _round(house, also), SECONDS)
    rounds.start()
    return rounds


def _round(house: House, also: Sequence[Callable[[House], object]] = ()) -> None:
    """Events are counted even while nobody looks; then what the minute changes; who swept it, archives
    what may be, fills the forms that are due and makes the issues of reports."""
    with house.engine.connect() as connection:
        uncounted = connection.scalar(select(waiting))
    if uncounted:
        settle(house.engine)
    if sweep_minute(house.engine, house.clock.now()) is not None:
        archive_checked(house)
        count_daily(house.engine, house.clock.now())
        run_due(house)
        check_daily(house, house.clock.now())
        measure_daily(house.engine, house.clock.now())
        for work in also:
            work(house)


def sweep_minute(engine: Engine, now: datetime) -> Counter[str] | None:
    """Sweep if nobody has in this minute: the moves made by kind; None when it was done already.

    The minute is claimed in the transaction that sweeps: a sweep that fails has not been.
    """
    minute = int(now.timestamp()) // 60
    with engine.connect() as connection:
        last = fact(connection, SWEPT)
    if last is not None and 0 <= int(last) - minute < SET_BACK:
        return None
    with writing(engine) as connection:
        if not swap_fact(connection, SWEPT, last, str(minute)):
            return None
        made = sweep(connection, now)
    mark_late(engine, now, set_back=last is not None and int(last) > minute)
    if made:
        log.info("swept", **made)
    return made
