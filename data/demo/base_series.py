"""Periods and curves of monthly figures."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from data.times import local

LENGTH = 13  # months: the latest and the twelve before it


@dataclass(frozen=True)
class Month:
    """A point of a series: its place 0..12 on the curve and its period as written."""

    index: int
    period: str


def months(by: str, anchor: datetime) -> list[Month]:
    """The points of the last thirteen months that were over at `anchor`.

    `cumulative` 2024-01..2024-06 for every month, `quarter` the same at quarters' ends, `month` 2024-06.
    """
    here = local(anchor)
    last = here.year * 12 + here.month - 2  # months since year 0, January = 0
    points = []
    for index, n in enumerate(range(last - LENGTH + 1, last + 1)):
        year, month = n // 12, n % 12 + 1
        if by != "quarter" or month % 3 == 0:
            end = f"{year}-{month:02d}"
            points.append(Month(index, end if by == "month" else f"{year}-01..{end}"))
    return points


def bridge(generator: np.random.Generator, count: int = 1) -> NDArray[np.float64]:
    """`count` random walks of thirteen steps that begin and end at 0, of height about 1."""
    steps = generator.normal(0, 1, (count, LENGTH))
    walk = np.cumsum(steps, axis=1) - steps[:, :1]
    return (walk - np.linspace(0, 1, LENGTH) * walk[:, -1:]) / np.sqrt(LENGTH / 4)


def centred(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """`values` (one row each) shifted so that their weighted mean is 0, column by column."""
    return values - np.average(values, axis=0, weights=weights)


def rates(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Growth rates as offices give them: one decimal, and no minus zero."""
    return np.round(values, 1) + 0.0
