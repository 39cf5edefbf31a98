"""Working time in China: which days are worked, and clocks that stand still outside working hours.

One piecewise-linear function, seconds worked since 1970, gives everything: how much lies between two moments is its
difference, adding is its inverse. Scalars are vectors of one.
"""

from datetime import UTC, date, datetime
from functools import cache

import numpy as np
from chinese_calendar.constants import holidays, workdays
from numpy.typing import NDArray

from data.errors import BadInput

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MORNING = (8 * 3600 + 1800, 12 * 3600)  # seconds of the local day
AFTERNOON = (14 * 3600 + 1800, 18 * 3600)
MORNING_S = MORNING[1] - MORNING[0]
AFTERNOON_S = AFTERNOON[1] - AFTERNOON[0]
DAY_S = MORNING_S + AFTERNOON_S  # seven hours
DAY = 86_400
UTC_OFFSET = 8 * 3600  # China Standard Time; it has had no summer time since 1991
EPOCH = date(1970, 1, 1).toordinal()
DAYS = date(2101, 1, 1).toordinal() - EPOCH  # the table ends with 2100
THURSDAY = 3  # 1970-01-01
KNOWN_YEARS = (min(holidays).year, max(holidays).year)


def calendar_known(day: date) -> bool:
    """Whether the State Council's holidays of that year are known; otherwise Monday to Friday count as worked."""
    return KNOWN_YEARS[0] <= day.year <= KNOWN_YEARS[1]


def is_working_day(day: date) -> bool:
    """Worked by the calendar, make-up days included."""
    number = day.toordinal() - EPOCH
    if not 0 <= number < DAYS:
        raise BadInput(f"{day:%Y-%m-%d} is outside the working calendar")
    return bool(_worked_days()[number])


def add(start: datetime, seconds: int, clock: str) -> datetime:
    """The moment at which `seconds` of this clock have passed since `start`."""
    begin = int(start.timestamp())
    if clock != "working" or not seconds:
        return datetime.fromtimestamp(begin + seconds, UTC)
    return datetime.fromtimestamp(int(_add(np.array([begin]), np.array([seconds]))[0]), UTC)


def between(a: datetime, b: datetime, clock: str) -> int:
    """Seconds of this clock from a to b; negative when b is earlier."""
    begin, end = int(a.timestamp()), int(b.timestamp())
    if clock != "working":
        return end - begin
    first, last = worked(np.array([begin, end])).tolist()
    return int(last - first)


def add_many(starts: Ints, seconds: Ints, working: Bools) -> Ints:
    """`add` of many moments (epoch seconds); `working` says which of them count working time."""
    ends = starts + seconds
    chosen = np.flatnonzero(working & (seconds != 0))
    if chosen.size:
        ends[chosen] = _add(starts[chosen], seconds[chosen])
    return ends


def between_many(a: Ints, b: Ints, working: Bools) -> Ints:
    """`between` of many moments."""
    seconds = b - a
    chosen = np.flatnonzero(working)
    if chosen.size:
        seconds[chosen] = worked(b[chosen]) - worked(a[chosen])
    return seconds


def worked(moments: Ints) -> Ints:
    """Seconds worked from 1970 up to each moment."""
    day, second = _day_and_second(moments)
    today = _between(second - MORNING[0], MORNING_S) + _between(second - AFTERNOON[0], AFTERNOON_S)
    return _before()[day] + today * _worked_days()[day]


def _add(starts: Ints, seconds: Ints) -> Ints:
    """The earliest moments with that much more worked."""
    target = worked(starts) + seconds
    before = _before()
    if target.min() <= 0 or target.max() > before[-1]:
        raise BadInput("a deadline lies outside the working calendar")
    day = np.searchsorted(before, target, side="left") - 1  # the day on which the target is reached
    rest = target - before[day]
    second = np.where(rest <= MORNING_S, MORNING[0] + rest, AFTERNOON[0] + rest - MORNING_S)
    return day * DAY + second - UTC_OFFSET


def _between(seconds: Ints, most: int) -> Ints:
    """Clipped to 0..most: `np.clip` costs more than all the rest for one moment."""
    return np.minimum(np.maximum(seconds, 0), most)


def _day_and_second(moments: Ints) -> tuple[Ints, Ints]:
    day, second = np.divmod(moments + UTC_OFFSET, DAY)
    if moments.size and not (day.min() >= 0 and day.max() < DAYS):
        raise BadInput("a moment lies outside the working calendar")
    return day, second


@cache
def _worked_days() -> Bools:
    days = (np.arange(DAYS) + THURSDAY) % 7 < 5
    for listed, is_worked in ((holidays, False), (workdays, True)):
        days[[day.toordinal() - EPOCH for day in listed]] = is_worked
    days.flags.writeable = False
    return days


@cache
def _before() -> Ints:
    """Seconds worked before each day; one more entry for all days."""
    sums = np.concatenate([[0], np.cumsum(_worked_days(), dtype=np.int64) * DAY_S])
    sums.flags.writeable = False
    return sums
