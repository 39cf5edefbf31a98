"""Points: label points of the grids of a village and of the cells of each grid, made on loading.

A grid is what lies nearer to its point than to those of its siblings, inside the village; a cell likewise in its
grid. So thousands of outlines need no storage: two numbers each (see `outline.py`).
"""

from dataclasses import dataclass

import numpy as np
from shapely import transform
from shapely.geometry.base import BaseGeometry

from data.cities.cut import largest_remainder
from data.cities.plane import Points, nearest, relax, scatter, snap

SAMPLES_A_CELL = 8
DIGITS = 6  # decimals of a degree: a tenth of a metre


@dataclass(frozen=True, kw_only=True)
class Village:
    """What the load needs to know of a village; `lat` sets the scale of its little plane."""

    code: str
    lat: float
    shape: BaseGeometry
    grids: int
    cells: int
    fixed: tuple[int, ...] = ()  # cells of each grid, when they are numbered already


@dataclass(frozen=True, kw_only=True)
class Places:
    """Label points in degrees. `cells[i]` is how many cells grid i has; their points follow each other."""

    grids: Points
    cells: np.ndarray
    cell_points: Points
    areas: np.ndarray  # share of the village, one a grid
    cell_areas: np.ndarray  # share of the village, one a cell


def scale(lat: float) -> np.ndarray:
    """Degrees of longitude and latitude to a locally even plane."""
    return np.array([np.cos(np.radians(lat)), 1.0])


def flat(shape: BaseGeometry, lat: float) -> BaseGeometry:
    factor = scale(lat)
    return transform(shape, lambda xy: xy * factor)


def place(village: Village) -> Places:
    """Points for every grid and cell of a village, inside it and inside their grid."""
    factor = scale(village.lat)
    points, grids, owner, cells = _grids(village, factor)
    mine, seeds = _settle(points, owner, _cell_seeds(points, owner, cells), cells)
    return Places(
        grids=np.round(grids / factor, DIGITS),
        cells=cells,
        cell_points=np.round(points[_inner(points, mine, seeds)] / factor, DIGITS),
        areas=np.bincount(owner, minlength=village.grids) / len(points),
        cell_areas=np.bincount(mine, minlength=len(seeds)) / len(points),
    )


def _grids(village: Village, factor: np.ndarray) -> tuple[Points, Points, np.ndarray, np.ndarray]:
    """Samples of the village, the points of its grids, whose each sample is, and the cells of each grid."""
    shape, density = flat(village.shape, village.lat), SAMPLES_A_CELL
    while True:
        points = scatter(shape, village.cells * density, int(village.code))
        # the samples are a low-discrepancy sequence, so that its beginning is evenly spread too
        grids = snap(points, relax(points, points[: village.grids], np.ones(len(points)), 3))
        grids = np.round(grids / factor, DIGITS) * factor
        owner = nearest(points, grids)
        held = np.bincount(owner, minlength=village.grids)
        cells = np.array(village.fixed) if village.fixed else _cells(held, village.cells)
        if (cells <= held).all():
            return points, grids, owner, cells
        density *= 2


def _cells(held: np.ndarray, total: int) -> np.ndarray:
    """Cells by the root of a grid's area: small grids are dense ones. By area where samples would not suffice."""
    by_root = largest_remainder(np.sqrt(held), total)
    return by_root if (by_root * 3 <= held).all() else largest_remainder(held - 1 + 1e-9, total)


def _cell_seeds(points: Points, owner: np.ndarray, cells: np.ndarray) -> Points:
    """The first samples of each grid, as many as it has cells."""
    order = np.argsort(owner, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(cells)))[:-1]])
    rank = np.arange(len(points)) - start[owner[order]]
    chosen = order[rank < cells[owner[order]]]  # sorted by grid
    return points[chosen]


def _settle(points: Points, owner: np.ndarray, seeds: Points, cells: np.ndarray) -> tuple[np.ndarray, Points]:
    """Index of the nearest seed within each sample's own grid, and the seeds after two rounds of Lloyd's relaxation."""
    start = np.cumsum(cells) - cells
    slots = start[:, None] + np.minimum(np.arange(int(cells.max())), cells[:, None] - 1)
    table = slots[owner]
    mine = _closest(points, seeds, table)
    for _ in range(2):
        held = np.bincount(mine, minlength=len(seeds))
        moved = np.column_stack([np.bincount(mine, axis, len(seeds)) for axis in points.T]) / held[:, None]
        again = _closest(points, moved, table)
        if not np.bincount(again, minlength=len(seeds)).all():
            break
        mine, seeds = again, moved
    return mine, seeds


def _closest(points: Points, seeds: Points, table: np.ndarray) -> np.ndarray:
    x, y = seeds[:, 0][table] - points[:, :1], seeds[:, 1][table] - points[:, 1:]
    x *= x
    y *= y
    x += y
    best = np.argmin(x, axis=1)
    return table[np.arange(len(points)), best]


def _inner(points: Points, mine: np.ndarray, seeds: Points) -> np.ndarray:
    """For each cell the sample nearest to its middle: surely inside, and never shared."""
    gap = ((points - seeds[mine]) ** 2).sum(axis=1)
    order = np.lexsort((gap, mine))
    return order[np.unique(mine[order], return_index=True)[1]]
