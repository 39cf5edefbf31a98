"""Where a point counts: the village around it and the cell of that village nearest to it."""

from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from data.house import House
from data.queries.revisions import HOUSE, revisions
from data.schema import region, region_shape

METRES = 111_320.0  # of a degree of latitude
SNAP_M = 300.0  # how far off the outlines, mostly the coast, a point still counts for the nearest village
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Located:
    """A cell and the name of the place; lon and lat are the cell's own."""

    cell_id: int
    place: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Ground:
    """The villages and cells of one database at one revision, on a plane of degrees of latitude."""

    squeeze: float  # what a degree of longitude is of a degree of latitude here
    tree: shapely.STRtree
    names: list[str]
    ranges: Ints  # lo, hi of each village
    cells: Ints
    points: Floats  # of each cell
    labels: dict[int, Ints] = field(default_factory=dict)  # by level, those asked for before

    def cells_at(self, points: Floats) -> tuple[Ints, Ints]:
        """(index of the cell, index of the village) of each point, -1 outside."""
        village = self._villages_at(shapely.points(points * (self.squeeze, 1.0)))
        cell = np.full(len(points), -1)
        for one in np.unique(village[village >= 0]):
            here = village == one
            cell[here] = self.nearest(points[here], *self.ranges[one])
        return cell, np.where(cell >= 0, village, -1)

    def nearest(self, points: Floats, lo: int, hi: int) -> Ints:
        """The index of the cell among lo..hi nearest to each point; -1 when there is none."""
        first, last = np.searchsorted(self.cells, (lo, hi + 1))
        if first == last:
            return np.full(len(points), -1)
        away = (points[:, None, :] - self.points[None, first:last, :]) * (self.squeeze, 1.0)
        return first + np.argmin((away**2).sum(axis=2), axis=1)

    def _villages_at(self, points: NDArray[np.object_]) -> Ints:
        village = np.full(len(points), -1)
        _fill(village, *self.tree.query(points, predicate="intersects"))
        off = np.flatnonzero(village < 0)
        if len(off):
            near, found = self.tree.query_nearest(points[off], max_distance=SNAP_M / METRES)
            _fill(village, off[near], found)
        return village


def locate(connection: Connection, lon: float, lat: float) -> Located | None:
    """Where WGS-84 lon, lat counts; None outside the city."""
    return locate_many(connection, [lon], [lat])[0]


def locate_many(connection: Connection, lon: ArrayLike, lat: ArrayLike) -> list[Located | None]:
    """`locate` of many points at once."""
    points = np.column_stack([np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)])
    here = np.isfinite(points).all(axis=1) & (np.abs(points) <= (180.0, 90.0)).all(axis=1)
    found: list[Located | None] = [None] * len(points)
    ground = ground_of(connection)
    if ground is None or not here.any():
        return found
    for number, cell, village in zip(np.flatnonzero(here), *ground.cells_at(points[here]), strict=True):
        if cell >= 0:
            x, y = ground.points[cell].tolist()
            found[number] = Located(int(ground.cells[cell]), ground.names[village], x, y)
    return found


def cell_of_region(connection: Connection, code: str) -> Located | None:
    """The cell nearest to the label point of a region, under that region's name; None when there is no such region."""
    columns = (region.c.name, region.c.lo, region.c.hi, region.c.lon, region.c.lat)
    row = connection.execute(select(*columns).where(region.c.tree == "spine", region.c.code == code)).first()
    if row is None:
        return None
    inside = (region.c.tree == "spine", region.c.level == 6, region.c.lo.between(row.lo, row.hi))
    cells = connection.execute(select(region.c.id, region.c.lon, region.c.lat).where(*inside)).all()
    if not cells:
        return None
    squeeze = np.cos(np.radians(row.lat))
    best = min(cells, key=lambda one: ((one.lon - row.lon) * squeeze) ** 2 + (one.lat - row.lat) ** 2)
    return Located(best.id, row.name, best.lon, best.lat)


def labels(connection: Connection, ground: Ground, level: int) -> Ints:
    """The cells, ascending, at which events count that name only a region of this level; kept."""
    if level not in ground.labels:
        columns = (region.c.lon, region.c.lat, region.c.lo, region.c.hi)
        rows = connection.execute(select(*columns).where(region.c.tree == "spine", region.c.level == level)).all()
        at = [int(ground.nearest(np.array([(lon, lat)]), lo, hi)[0]) for lon, lat, lo, hi in rows]
        ground.labels[level] = np.unique(ground.cells[[one for one in at if one >= 0]])
    return ground.labels[level]


def warm_ground(house: House) -> None:
    """Read the outlines before the first report asks for them."""
    with house.engine.connect() as connection, suppress(SQLAlchemyError):
        ground_of(connection)


def _fill(village: Ints, point: Ints, found: Ints) -> None:
    """On a border the first village counts."""
    order = np.lexsort((found, point))[::-1]
    village[point[order]] = found[order]


_GROUNDS: WeakKeyDictionary[Engine, tuple[tuple[int, int], Ground | None]] = WeakKeyDictionary()
_reading = Lock()


def ground_of(connection: Connection) -> Ground | None:
    """Villages and cells, read once for an engine and a revision of its regions; who asks meanwhile waits for that."""
    now = revisions(connection)
    key = (now.get(HOUSE, 0), now.get("regions", 0))
    if (kept := _kept(connection, key)) is None:
        with _reading:
            if (kept := _kept(connection, key)) is None:
                kept = _read(connection)
                _GROUNDS[connection.engine] = (key, kept)
    return kept


def _kept(connection: Connection, key: tuple[int, int]) -> Ground | None:
    kept = _GROUNDS.get(connection.engine)
    return kept[1] if kept is not None and kept[0] == key else None


def _read(connection: Connection) -> Ground | None:
    spine = region.c.tree == "spine"
    villages = connection.execute(
        select(region.c.name, region.c.lo, region.c.hi, region_shape.c.geometry)
        .join(region_shape, region_shape.c.region_id == region.c.id)
        .where(spine, region.c.level == 4)
        .order_by(region.c.lo)
    ).all()
    cells = connection.execute(
        select(region.c.id, region.c.lon, region.c.lat).where(spine, region.c.level == 6).order_by(region.c.id)
    ).all()
    if not villages or not cells:
        return None
    points = np.array([(one.lon, one.lat) for one in cells], dtype=float)
    squeeze = float(np.cos(np.radians(points[:, 1].mean())))
    shapes = shapely.from_geojson([one.geometry for one in villages])
    return Ground(
        squeeze=squeeze,
        tree=shapely.STRtree(shapely.transform(shapes, lambda xy: xy * (squeeze, 1.0))),
        names=[one.name for one in villages],
        ranges=np.array([(one.lo, one.hi) for one in villages], dtype=np.int64),
        cells=np.array([one.id for one in cells], dtype=np.int64),
        points=points,
    )
