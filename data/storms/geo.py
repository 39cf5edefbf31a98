"""Where a storm is between its fixes, how near it comes, and what its winds cover. Degrees WGS-84, km, epoch seconds.

Between two fixes (6 hours apart, or 3) the centre is taken to move evenly along the straight line that a map draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

EARTH_KM = 6371.0088  # mean radius (IUGG)
ROUND = 72  # corners of a circle
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Path:
    """A track as columns: `at` ascending (s), `lon` unbroken over 180 degrees, `lat`."""

    at: Floats
    lon: Floats
    lat: Floats

    @classmethod
    def of(cls, at: ArrayLike, lon: ArrayLike, lat: ArrayLike) -> "Path":
        unbroken = np.unwrap(np.asarray(lon, dtype=float), period=360)
        return cls(np.asarray(at, dtype=float), unbroken, np.asarray(lat, dtype=float))

    def where(self, at: ArrayLike) -> tuple[Floats, Floats]:
        """(lon, lat) at moments; at the ends of the track outside it."""
        when = np.asarray(at, dtype=float)
        return np.interp(when, self.at, self.lon), np.interp(when, self.at, self.lat)


@dataclass(frozen=True)
class Nearest:
    """How near the centre came, where it was then and when; `km` 0 and the moment of arrival where it passed over."""

    km: float
    at: float
    lon: float
    lat: float


def distance(lon: ArrayLike, lat: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Any:
    """Great-circle kilometres (haversine) between points or arrays of points."""
    a, b, c, d = (np.radians(np.asarray(one, dtype=float)) for one in (lon, lat, lon2, lat2))
    half = np.sin((d - b) / 2) ** 2 + np.cos(b) * np.cos(d) * np.sin((c - a) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def heading(lon: float, lat: float, lon2: float, lat2: float) -> float:
    """Degrees from north, clockwise, of the way from the first point to the second."""
    a, b, c, d = np.radians((lon, lat, lon2, lat2))
    east = np.sin(c - a) * np.cos(d)
    north = np.cos(b) * np.sin(d) - np.sin(b) * np.cos(d) * np.cos(c - a)
    return float(np.degrees(np.arctan2(east, north)) % 360)


def nearest_to_point(path: Path, lon: float, lat: float) -> Nearest:
    """Closest approach to a point: on each leg the foot of the perpendicular on the plane around the point."""
    squeeze = np.cos(np.radians(lat))
    x, y = _across(path.lon, lon) * squeeze, path.lat - lat
    dx, dy = np.diff(x), np.diff(y)
    length = dx**2 + dy**2
    share = np.clip(-(x[:-1] * dx + y[:-1] * dy) / np.where(length > 0, length, 1), 0, 1)
    feet = path.at[:-1] + share * np.diff(path.at)
    at = np.concatenate([path.at, feet])
    there = path.where(at)
    km = distance(*there, lon, lat)
    best = int(np.lexsort((at, km))[0])
    return Nearest(float(km[best]), float(at[best]), _plain(there[0][best]), float(there[1][best]))


def nearest_to_shape(path: Path, shape: shapely.Geometry) -> Nearest:
    """Closest approach to an outline (degrees): to its border from outside; where it passes over, its arrival.

    Legs are compared on the plane of the outline's latitude, whose error is some percent for a storm 2,000 km away.
    """
    flat, squeeze, middle = _flat(shape)
    shapely.prepare(flat)
    turns = np.round((path.lon.mean() - middle) / 360) * 360
    points = np.column_stack([path.lon - turns, path.lat]) * squeeze
    if len(points) == 1:
        points = np.repeat(points, 2, axis=0)
    legs = shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1))
    away = shapely.distance(flat, legs)
    leg = int(np.argmin(away))
    ends = shapely.get_coordinates(shapely.shortest_line(legs[leg], flat))
    foot = _entry(legs[leg], flat) if away[leg] == 0 else ends[0]
    share = _share(points[leg], points[leg + 1], foot)
    until = path.at[min(leg + 1, len(path.at) - 1)]
    at = path.at[leg] + share * (until - path.at[leg])
    lon, lat = foot / squeeze
    km = 0.0 if away[leg] == 0 else float(distance(lon, lat, *(ends[1] / squeeze)))
    return Nearest(km, float(at), _plain(lon), float(lat))


def away(lon: ArrayLike, lat: ArrayLike, shape: shapely.Geometry) -> Floats:
    """How many km points are from an outline (degrees); 0 inside. Its nearest place is sought on its own plane."""
    flat, squeeze, middle = _flat(shape)
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    points = shapely.points(np.column_stack([x - np.round((x - middle) / 360) * 360, y]) * squeeze)
    ends = shapely.get_coordinates(shapely.shortest_line(points, flat))[1::2] / squeeze
    return np.asarray(distance(x, y, ends[:, 0], ends[:, 1]), dtype=float)


def circle(lon: float, lat: float, km: float) -> dict[str, Any]:
    """GeoJSON polygon of ROUND corners, all `km` away on the globe."""
    return _ring(lon, lat, np.arange(ROUND, dtype=np.float64) * (-360 / ROUND), np.full(ROUND, km, dtype=np.float64))


def lobes(lon: float, lat: float, kms: Sequence[float]) -> dict[str, Any]:
    """The same of four quarters, each with a radius of its own: north-east first, then clockwise."""
    quarter = np.linspace(0, 90, ROUND // 4 + 1)
    turn = np.concatenate([start + quarter for start in (0, 90, 180, 270)])
    return _ring(lon, lat, turn[::-1], np.repeat(np.asarray(kms, dtype=float), len(quarter))[::-1])


def lobes_km2(kms: Sequence[float]) -> float:
    return float(np.pi / 4 * np.square(np.asarray(kms, dtype=float)).sum())


def _ring(lon: float, lat: float, degrees: NDArray[Any], km: NDArray[Any]) -> dict[str, Any]:
    """The polygon of corners so many degrees from north and km away; anticlockwise, as RFC 7946 has it."""
    turn, b, reach = np.radians(degrees), np.radians(lat), km / EARTH_KM
    north = np.arcsin(np.sin(b) * np.cos(reach) + np.cos(b) * np.sin(reach) * np.cos(turn))
    east = np.arctan2(np.sin(turn) * np.sin(reach) * np.cos(b), np.cos(reach) - np.sin(b) * np.sin(north))
    ring = np.round(np.column_stack([lon + np.degrees(east), np.degrees(north)]), 6).tolist()
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _flat(shape: shapely.Geometry) -> tuple[shapely.Geometry, Floats, float]:
    """The shape with degrees of equal length, what longitudes and latitudes are multiplied by, its middle longitude."""
    west, south, east, north = shape.bounds
    squeeze = np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    return shapely.transform(shape, lambda xy: xy * squeeze), squeeze, (west + east) / 2


def _entry(leg: shapely.Geometry, flat: shapely.Geometry) -> Floats:
    """The first point of a leg that lies on or in the shape."""
    held = shapely.get_coordinates(shapely.intersection(leg, flat))
    start = shapely.get_coordinates(leg)[0]
    return held[np.argmin(((held - start) ** 2).sum(axis=1))] if len(held) else start


def _share(start: Floats, end: Floats, foot: Floats) -> float:
    """How much of the way from start to end lies before foot."""
    way = end - start
    length = float(way @ way)
    return float(np.clip((foot - start) @ way / length, 0, 1)) if length else 0.0


def _across(lon: Floats, origin: float) -> Floats:
    """Degrees east of `origin`, the short way for the track as a whole."""
    gap = lon - origin
    return gap - np.round(gap.mean() / 360) * 360


def _plain(lon: float) -> float:
    """Within -180..180."""
    return float((lon + 180) % 360 - 180)
