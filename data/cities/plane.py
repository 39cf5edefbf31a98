"""Plane: the equal-area plane of a city, and points spread over polygons in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

Points = np.ndarray  # shape (n, 2)
METRES_A_DEGREE = 111_195.0  # of a great circle
# R2 sequence: steps of the plastic number fill a square evenly without randomness.
R2_STEP = np.array([0.7548776662466927, 0.5698402909980532])


@dataclass(frozen=True)
class Plane:
    """Lambert azimuthal equal-area, centred on (lon, lat); metres."""

    lon: float
    lat: float

    @classmethod
    def around(cls, geometry: BaseGeometry) -> "Plane":
        west, south, east, north = geometry.bounds
        return cls(round((west + east) / 2, 3), round((south + north) / 2, 3))

    @cached_property
    def _forth(self) -> Transformer:
        crs = CRS.from_proj4(f"+proj=laea +lat_0={self.lat} +lon_0={self.lon} +datum=WGS84 +units=m")
        return Transformer.from_crs("EPSG:4326", crs, always_xy=True)

    def metres(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, self._move("FORWARD"))

    def degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, self._move("INVERSE"))

    def km2(self, geometry: BaseGeometry) -> float:
        return float(shapely.area(self.metres(geometry))) / 1e6

    def _move(self, direction: str) -> Callable[[Points], Points]:
        return lambda xy: np.column_stack(self._forth.transform(xy[:, 0], xy[:, 1], direction=direction))


@dataclass(frozen=True)
class Sheet:
    """Longitude and latitude stretched to metres: straight borders stay straight, so that cuts fit exactly."""

    lat: float

    @cached_property
    def _factor(self) -> Points:
        return np.array([METRES_A_DEGREE * np.cos(np.radians(self.lat)), METRES_A_DEGREE])

    def metres(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, lambda xy: xy * self._factor)

    def degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, lambda xy: xy / self._factor)


def scatter(polygon: BaseGeometry, count: int, seed: int) -> Points:
    """At least `count` points evenly inside `polygon`; the same seed gives the same points."""
    shapely.prepare(polygon)
    west, south, east, north = polygon.bounds
    share = polygon.area / max((east - west) * (north - south), 1e-300)
    start = np.random.Generator(np.random.PCG64(seed)).random(2)
    tries = int(count / max(share, 1e-4) * 1.15) + 32
    while True:
        unit = (start + np.arange(1, tries + 1)[:, None] * R2_STEP) % 1
        points = np.array([west, south]) + unit * np.array([east - west, north - south])
        inside = points[shapely.contains_xy(polygon, points)]
        if len(inside) >= count:
            return np.asarray(inside)
        tries *= 2


def nearest(points: Points, seeds: Points) -> np.ndarray:
    """Index of the nearest seed of each point."""
    x, y = points[:, :1] - seeds[:, 0], points[:, 1:] - seeds[:, 1]
    x *= x
    y *= y
    x += y
    return np.asarray(np.argmin(x, axis=1))


def relax(points: Points, seeds: Points, weights: np.ndarray, rounds: int, fixed: int = 0) -> Points:
    """Lloyd's relaxation on sample points: each free seed moves to the weighted mean of its samples."""
    for _ in range(rounds):
        owner = nearest(points, seeds)
        mass = np.bincount(owner, weights, len(seeds))
        means = np.column_stack([np.bincount(owner, weights * axis, len(seeds)) for axis in points.T])
        moved = np.where(mass[:, None] > 0, means / np.maximum(mass, 1e-300)[:, None], seeds)
        seeds = np.vstack([seeds[:fixed], moved[fixed:]])
    return seeds


def snap(points: Points, seeds: Points) -> Points:
    """Each seed on a sample of its own, so that seeds lie inside the polygon and differ."""
    free = np.ones(len(points), bool)
    chosen = []
    for seed in seeds:
        distance = np.where(free, ((points - seed) ** 2).sum(axis=1), np.inf)
        chosen.append(int(np.argmin(distance)))
        free[chosen[-1]] = False
    return np.asarray(points[chosen])


def spread(polygon: BaseGeometry, count: int, seed: int, centre: Points | None = None, rounds: int = 5) -> Points:
    """`count` seeds inside `polygon`, denser towards `centre` when there is one."""
    points = scatter(polygon, max(400, count * 60), seed)
    weights = np.ones(len(points))
    if centre is not None:
        reach = np.sqrt(polygon.area) / 2
        weights = 1 / (0.3 + ((points - centre) ** 2).sum(axis=1) / reach**2)
    chance = np.random.Generator(np.random.PCG64(seed + 1))
    first = chance.choice(len(points), count, replace=False, p=weights / weights.sum())
    return snap(points, relax(points, points[np.sort(first)], weights, rounds))
