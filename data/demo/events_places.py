"""Where demo events happen: any cell of the spine, oftener where more people live."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, select

from data.errors import NotReady
from data.schema import region, region_stat

JITTER_M = 30.0
METRES_PER_DEGREE = 111_320.0
VARIETY = 0.45  # lognormal spread between villages with equally many people


@dataclass(frozen=True)
class Places:
    """Column i is the cell of the i-th leaf; villages and towns are numbered in spine order."""

    cell: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    weight: NDArray[np.float64]  # adds up to 1
    village: NDArray[np.int64]
    town: NDArray[np.int64]
    village_names: NDArray[np.object_]

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.int64]:
        """Positions of `n` cells."""
        return np.searchsorted(np.cumsum(self.weight)[:-1], rng.random(n), side="right")


def places(connection: Connection, rng: np.random.Generator) -> Places:
    """All cells of the city."""
    leaf = (region.c.tree == "spine", region.c.level == 6)
    cells = connection.execute(select(region.c.id, region.c.lon, region.c.lat).where(*leaf).order_by(region.c.id)).all()
    if not cells:
        raise NotReady("no city is loaded, so nothing can happen anywhere in it")
    cell, lon, lat = (np.array(column) for column in zip(*cells, strict=True))
    villages, towns = _level(connection, 4), _level(connection, 3)
    village = _position(villages, cell)
    weight = _people(connection, cell) * rng.lognormal(0, VARIETY, len(villages))[village]
    return Places(
        cell=cell,
        lon=lon,
        lat=lat,
        weight=weight / weight.sum(),
        village=village,
        town=_position(towns, cell),
        village_names=np.array([row.name for row in villages], dtype=object),
    )


def jitter(
    rng: np.random.Generator, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Moved by at most JITTER_M metres in any direction, to 1e-6 degrees."""
    angle = rng.uniform(0, 2 * np.pi, len(lon))
    degrees = JITTER_M * np.sqrt(rng.random(len(lon))) / METRES_PER_DEGREE
    east = degrees * np.cos(angle) / np.cos(np.radians(lat))
    return np.round(lon + east, 6), np.round(lat + degrees * np.sin(angle), 6)


def _level(connection: Connection, level: int) -> list[Row[tuple[int, int, str]]]:
    here = (region.c.tree == "spine", region.c.level == level)
    return list(connection.execute(select(region.c.lo, region.c.hi, region.c.name).where(*here).order_by(region.c.lo)))


def _position(regions: list[Row[tuple[int, int, str]]], cell: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which of these regions each cell lies in."""
    return np.searchsorted([row.lo for row in regions], cell, side="right") - 1


def _people(connection: Connection, cell: NDArray[np.int64]) -> NDArray[np.float64]:
    """People per cell, from the population of its grid; 1 everywhere when the base numbers are not there."""
    grids = connection.execute(
        select(region.c.lo, region.c.hi, region_stat.c.population)
        .join_from(region, region_stat)
        .where(region.c.tree == "spine", region.c.level == 5)
        .order_by(region.c.lo)
    ).all()
    if not grids:
        return np.ones(len(cell))
    lo, hi, population = (np.array(column) for column in zip(*grids, strict=True))
    return (population / (hi - lo + 1) + 0.5)[np.searchsorted(lo, cell, side="right") - 1]
