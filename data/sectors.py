"""The ground a camera sees, as its register tells it: a sector of a bearing, a reach and an angle. Nothing stands in
its way there: neither houses nor hills are known of."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.storms.geo import distance

AT_ITS_FOOT_M = 1.0


def sees(
    lon: ArrayLike, lat: ArrayLike, bearing: ArrayLike, reach: ArrayLike, angle: ArrayLike, to: tuple[Any, Any]
) -> NDArray[np.bool_]:
    """Whether each camera's sector holds its place `to` (lon, lat). Degrees clockwise from north; metres."""
    x, y, way, far, wide = (np.asarray(one, dtype=float) for one in (lon, lat, bearing, reach, angle))
    there_x, there_y = (np.asarray(one, dtype=float) for one in to)
    metres = np.asarray(distance(x, y, there_x, there_y)) * 1_000
    towards = np.degrees(np.arctan2((there_x - x) * np.cos(np.radians(y)), there_y - y))
    off = np.abs((towards - way + 180) % 360 - 180)
    found: NDArray[np.bool_] = (metres <= far) & ((off <= wide / 2) | (metres <= AT_ITS_FOOT_M))
    return found
