"""The city's default limits: how long each kind of event may take, and how long each link of the funnel."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from data.life.worktime import DAY_S, add, add_many
from data.words import GRADES

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HOUR = 3600
WORKDAY = DAY_S // HOUR
# Hours from report to close by grade, S A B C. Danger runs on by night; all else in working time.
NATURAL_HOURS: dict[str, tuple[int, ...]] = {
    "flood": (6, 36, 12, 6),
    "safety": (6, 42, 12, 8),
    "traffic": (6, 42, 12, 6),
}
WORKING_HOURS: dict[str, tuple[int, ...]] = {
    "sanitation": (WORKDAY, 7 * WORKDAY, 3 * WORKDAY, WORKDAY),
    "facility": (2 * WORKDAY, 10 * WORKDAY, 4 * WORKDAY, 2 * WORKDAY),
    "dispute": (2 * WORKDAY, 15 * WORKDAY, 7 * WORKDAY, 3 * WORKDAY),
    "ecology": (2 * WORKDAY, 10 * WORKDAY, 5 * WORKDAY, 2 * WORKDAY),
    "livelihood": (2 * WORKDAY, 10 * WORKDAY, 5 * WORKDAY, 2 * WORKDAY),
}
OTHER_HOURS = (2 * WORKDAY, 10 * WORKDAY, 5 * WORKDAY, 2 * WORKDAY)  # categories a city brought with it
WARN_SHARE = 0.75  # of the time allowed, after which a deadline is near
LINK_MINUTES = {"filed": 15, "assigned": 30, "handling": 60, "answered": 480, "closed": 180}  # before each link
PROMPT = 30 * 60  # 即时分转: from report to assignment, by the clock on the wall
RETURN_SECONDS = 4 * HOUR  # 首接负责: working time in which an agency may hand a case back
HANDLING_LEVEL = {"C": 4, "B": 3, "A": 2, "S": 1}  # whose case it is: village and grid, town, county, city


def clock_of(category: str) -> str:
    """Which clock a top-level category runs on."""
    return "natural" if category in NATURAL_HOURS else "working"


def allowed(category: str, grade: str) -> tuple[int, str]:
    """(seconds from report to close, the clock they are counted on) of a top-level category."""
    hours = NATURAL_HOURS.get(category) or WORKING_HOURS.get(category, OTHER_HOURS)
    return hours[tuple(GRADES).index(grade)] * HOUR, clock_of(category)


def seconds_of(category: str, grade: str, hours: float | None) -> int:
    """From report to close; `hours` of the responsibility list go before the city's own."""
    return allowed(category, grade)[0] if hours is None else round(hours * HOUR)


def deadline(
    reported_at: datetime, category: str, grade: str, hours: float | None = None, promised: int | None = None
) -> tuple[datetime, datetime, str]:
    """(deadline, when to warn, clock). `promised`: seconds that an express line promised; the shorter time counts."""
    seconds, clock = seconds_of(category, grade, hours), clock_of(category)
    if promised is not None:
        seconds = min(seconds, promised)
    return add(reported_at, seconds, clock), add(reported_at, warn_after(seconds), clock), clock


def deadlines(reported: Ints, seconds: Ints, working: Bools) -> tuple[Ints, Ints]:
    """(deadline, when to warn) of many events, in epoch seconds."""
    warn = (seconds * WARN_SHARE).astype(np.int64)
    return add_many(reported, seconds, working), add_many(reported, warn, working)


def warn_after(seconds: int) -> int:
    """How much of the time allowed passes before a warning."""
    return int(seconds * WARN_SHARE)
