"""The next hours of what has a daily course, by one declared rule, and how far that rule was off lately.

Expected is the mean of the same hour of the seven days before, times how the last whole hour stands to its own such
mean (0 to 3 times). Both are known for whole hours only; without a day of them nothing is expected.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HOURS, DAYS, DAY = 4, 7, 24
LEAST = 6  # tries below which no error is told
MOST = 3.0  # times the usual
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Expected:
    """`values` of the hours after the last known; `errors`: the mean amount by which the rule was off over the last
    day for so many hours ahead, None where it could not be tried LEAST times."""

    values: list[float]
    errors: list[float | None]


def expected(hours: Floats, ahead: int = HOURS, digits: int = 1) -> Expected | None:
    """`hours`: one value an hour, NaN where none, up to the last whole one. None where nothing can be expected."""
    found = [_expect(hours, step) for step in range(1, ahead + 1)]
    if any(value is None for value in found):
        return None
    return Expected(
        [round(value, digits) for value in found if value is not None],
        [_error(hours, step, digits) for step in range(1, ahead + 1)],
    )


def _expect(hours: Floats, step: int) -> float | None:
    """So many hours after the last one; only what lies before is looked at."""
    last, usual, base = hours[-1] if len(hours) else np.nan, _usual(hours, step), _usual(hours, 0)
    if np.isnan(last) or np.isnan(usual) or np.isnan(base):
        return None
    share = min(MOST, last / base) if base > 0 else 1.0
    return float(max(0.0, usual * share))


def _usual(hours: Floats, step: int) -> float:
    """The mean of that hour of the days before; NaN without any."""
    places = [len(hours) - 1 + step - DAY * day for day in range(1, DAYS + 1)]
    known = [hours[place] for place in places if place >= 0 and not np.isnan(hours[place])]
    return float(np.mean(known)) if known else float("nan")


def _error(hours: Floats, step: int, digits: int) -> float | None:
    """Tried at every hour of the last day, as if the hours after it were not known yet."""
    off = []
    for end in range(max(1, len(hours) - DAY - step + 1), len(hours) - step + 1):
        told, came = _expect(hours[:end], step), hours[end - 1 + step]
        if told is not None and not np.isnan(came):
            off.append(abs(told - came))
    return round(float(np.mean(off)), digits) if len(off) >= LEAST else None
