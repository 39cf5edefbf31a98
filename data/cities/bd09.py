"""BD-09, the coordinates of Baidu's maps: GCJ-02 turned and stretched once more."""

import numpy as np

from data.cities import gcj02
from data.cities.gcj02 import Points

ROUNDS = 6  # of the inverse, a fixed point
SHIFT = np.array([0.0065, 0.006])
TURN = np.pi * 3000 / 180


def from_wgs84(points: Points) -> Points:
    """WGS-84 to BD-09, degrees."""
    return _from_gcj02(gcj02.from_wgs84(points))


def to_wgs84(points: Points) -> Points:
    """BD-09 to WGS-84, degrees."""
    guess = points - SHIFT
    for _ in range(ROUNDS):
        guess = guess + points - _from_gcj02(guess)
    return gcj02.to_wgs84(guess)


def _from_gcj02(points: Points) -> Points:
    x, y = points.T
    reach = np.hypot(x, y) + 2e-5 * np.sin(y * TURN)
    angle = np.arctan2(y, x) + 3e-6 * np.cos(x * TURN)
    return np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]) + SHIFT
