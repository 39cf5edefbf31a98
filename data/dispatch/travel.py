"""How long somebody takes to a place: an estimate by distance and kind, always told as one.

Straight-line kilometres times a winding factor, at a mean speed, after the minutes it takes to set out. Round figures
of the house's own choice: roads of a Chinese prefecture wind by about 1.4 times the straight line, fire brigades set
out within a minute (执勤备战), others take longer.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Pace(NamedTuple):
    """Winding factor, speed in km/h, and minutes until it sets out."""

    winding: float
    speed: float
    ready: float


ROAD = Pace(1.4, 30.0, 4.0)
PACES = {
    "fire": Pace(1.4, 40.0, 1.0),
    "medical": Pace(1.4, 40.0, 2.0),
    "officer": Pace(1.4, 40.0, 1.0),
    "vehicle": Pace(1.4, 30.0, 5.0),
    "team": Pace(1.4, 30.0, 5.0),
    "boat": Pace(1.2, 22.0, 8.0),
    "drone": Pace(1.0, 45.0, 5.0),
    "grid": Pace(1.4, 18.0, 3.0),
}


def paces(kinds: Sequence[str]) -> Floats:
    """The pace of each kind, a row each."""
    return np.array([PACES.get(kind, ROAD) for kind in kinds], dtype=float).reshape(-1, 3)


def travel(pace: Floats, km: Floats) -> Floats:
    """Minutes at these paces over these straight-line distances."""
    told: Floats = pace[:, 2] + km * pace[:, 0] / pace[:, 1] * 60
    return told
