"""The life of demo events: when each stage was or will be reached."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.commands.contribution import MOMENTS, NEVER
from data.commands.events import time_allowed
from data.words import CATEGORIES, GRADES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

REJECTED_SHARE = {"S": 0.0, "A": 0.01, "B": 0.05, "C": 0.105}  # 9 % of all
RATED_SHARE = 0.65
RATING_SHARES = (0.01, 0.02, 0.07, 0.26, 0.64)  # 1 to 5; mean 4.5
# Median seconds and lognormal spread of the stay before each stage; before 处置 a share of the time allowed.
STAY = {
    "filed": (240, 0.7),
    "assigned": (360, 0.8),
    "handled": (0.085, 1.15),
    "verified": (1500, 0.9),
    "closed": (900, 0.8),
    "rated": (2400, 1.3),
}
TOWN_SPREAD = 0.14  # how much the towns differ in their pace
STORM_DELAY = 0.5  # how much longer everything takes with a storm overhead


@dataclass(frozen=True)
class Lives:
    """`moments` has the columns of MOMENTS (NEVER: will not happen); `rejected` is the moment of 不予立案 or NEVER."""

    moments: Ints
    rejected: Ints
    deadline: Ints
    rating: Ints


def lives(rng: np.random.Generator, reported: Ints, category: Ints, grade: Ints, town: Ints, storm: Floats) -> Lives:
    """Whole lives, as if no time were too far ahead."""
    n = len(reported)
    allowed = _allowed()[category, grade]
    pace = rng.lognormal(0, TOWN_SPREAD, int(town.max(initial=0)) + 1)[town] * (1 + STORM_DELAY * storm)
    moments = np.full((n, len(MOMENTS)), NEVER, dtype=np.int64)
    moments[:, 0] = reported
    for stage, (name, (median, spread)) in enumerate(STAY.items(), start=1):
        usual = median * allowed if name == "handled" else np.full(n, median)
        stay = usual * pace * rng.lognormal(0, spread, n)
        moments[:, stage] = moments[:, stage - 1] + np.maximum(20, stay).astype(np.int64)
    refused = rng.random(n) < np.array([REJECTED_SHARE[name] for name in GRADES])[grade]
    rejected = np.where(refused, moments[:, 1], NEVER)
    moments[rejected != NEVER, 1:] = NEVER
    moments[rng.random(n) >= RATED_SHARE, -1] = NEVER
    rating = rng.choice(np.arange(1, 6), size=n, p=RATING_SHARES)
    return Lives(moments, rejected, reported + allowed, np.where(moments[:, -1] == NEVER, 0, rating))


def _allowed() -> Ints:
    """Seconds from report to close, by category and grade."""
    return np.array([[int(time_allowed(c, g).total_seconds()) for g in GRADES] for c in CATEGORIES])
