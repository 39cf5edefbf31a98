"""Coordinates at the door: into WGS-84 from whatever the sender says they are in."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer
from pyproj.exceptions import CRSError

from data.cities import bd09, gcj02
from data.intake.record import Fault
from data.language import gettext as _

SHIFTED = {"gcj02": gcj02.to_wgs84, "bd09": bd09.to_wgs84}
NEAR_CHINA = (72.0, 0.0, 138.0, 56.0)  # west, south, east, north: where the shifted coordinates mean anything


def to_wgs84(lon: ArrayLike, lat: ArrayLike, crs: str) -> NDArray[np.float64]:
    """Shape (n, 2): longitude and latitude in WGS-84; NaN where there is no such place."""
    points = np.column_stack([np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)])
    name = crs.strip().lower()
    if name in ("wgs84", "wgs-84", "cgcs2000", "epsg:4326", "epsg:4490"):
        return points
    if name in SHIFTED:
        west, south, east, north = NEAR_CHINA
        known = ((points >= (west, south)) & (points <= (east, north))).all(axis=1)
        points[~known] = np.nan
        points[known] = SHIFTED[name](points[known])
        return points
    moved = np.column_stack(_transformer(name).transform(points[:, 0], points[:, 1]))
    moved[~np.isfinite(moved).all(axis=1)] = np.nan
    return moved


def check_crs(crs: str) -> None:
    """Fault when coordinates cannot be read by this name."""
    to_wgs84([0.0], [0.0], crs)


@lru_cache(maxsize=32)
def _transformer(name: str) -> Transformer:
    number = name.removeprefix("epsg:")
    try:
        if not (name.startswith("epsg:") and number.isascii() and number.isdigit() and len(number) <= 6):
            raise CRSError(name)
        return Transformer.from_crs(int(number), 4326, always_xy=True)
    except CRSError:
        raise Fault("malformed", _("不认识的坐标系:%(crs)s") % {"crs": name[:40]}) from None
