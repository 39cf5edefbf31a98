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
    if not len(hours):
        return None
    usual, last, steps = _usual(hours, ahead), len(hours) - 1, range(1, ahead + 1)
    found = [float(_expect(hours, usual, np.array([last]), step)[0]) for step in steps]
    if np.isnan(found).any():
        return None
    return Expected([round(value, digits) for value in found], [_error(hours, usual, step, digits) for step in steps])


def _expect(hours: Floats, usual: Floats, last: NDArray[np.int64], step: int) -> Floats:
    """So many hours after each of these; only what lies before is looked at. NaN where nothing can be expected."""
    known, base = hours[last], usual[last]
    share = np.where(
        base > 0, np.minimum(MOST, known / np.where(base > 0, base, 1)), np.where(np.isnan(known), np.nan, 1.0)
    )
    return np.maximum(0.0, usual[last + step] * np.where(np.isnan(base), np.nan, share))


def _usual(hours: Floats, ahead: int) -> Floats:
    """The mean of that hour of the days before, of every hour and some after the last; NaN without any. It is the same
    whichever hour is the last known one: no day before reaches beyond it."""
    padded = np.concatenate([np.full(DAYS * DAY, np.nan), hours])
    n = len(hours) + ahead
    days = np.stack([padded[(DAYS - day) * DAY :][:n] for day in range(1, DAYS + 1)])
    known = ~np.isnan(days)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, days, 0).sum(axis=0) / np.maximum(count, 1), np.nan)


def _error(hours: Floats, usual: Floats, step: int, digits: int) -> float | None:
    """Tried at every hour of the last day, as if the hours after it were not known yet."""
    last = np.arange(max(0, len(hours) - DAY - step), len(hours) - step)
    off = np.abs(_expect(hours, usual, last, step) - hours[last + step])
    off = off[~np.isnan(off)]
    return round(float(off.mean()), digits) if len(off) >= LEAST else None
