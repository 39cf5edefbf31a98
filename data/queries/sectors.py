"""Sectors of all the asker's cameras as columns, and how many of them hold each of many places."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import select

from data.ask import stamp
from data.house import House
from data.queries.sight import CAMERAS, DEGREE_M, KNOWN, SECTOR, F
from data.scope import Scope
from data.sectors import sees
from data.view import View

Floats = NDArray[np.float64]
WIDER = 1.05  # of the reach: where the tree of places looks, before each pair is looked into


def sectors(house: House, scope: Scope) -> Floats:
    """Cell, lon, lat, bearing, reach and angle of the asker's cameras as rows; the city's are read once a revision."""
    key = stamp(house, View(), ("features",), False)
    every: Floats = house.answers.recall("sectors", key, lambda: _read(house), moves=len(key))
    cell = every[0]
    mine = np.zeros(len(cell), dtype=bool)
    for lo, hi in scope.cells:
        mine |= (cell >= lo) & (cell <= hi)
    return every[:, mine]


def _read(house: House) -> Floats:
    with house.engine.connect() as connection:
        query = select(F.cell_id, F.lon, F.lat, *SECTOR).where(*CAMERAS, *KNOWN).order_by(F.id)
        rows = [tuple(row) for row in connection.execute(query)]
    return np.array(rows, dtype=float).reshape(-1, 6).T


def eyes_on(cameras: Floats, sites: Sequence[Any]) -> NDArray[np.int64]:
    """How many of the cameras see each of these places (`lon`, `lat`)."""
    x, y = (np.array([row[name] for row in sites], dtype=float) for name in ("lon", "lat"))
    return np.bincount(held_by(cameras, x, y)[1], minlength=len(sites))


def held_by(cameras: Floats, x: Floats, y: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each camera beside each place (longitudes, latitudes) that it sees, both by their position."""
    if not len(x) or not cameras.shape[1]:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    squeeze = np.cos(np.radians(y.mean()))
    tree = shapely.STRtree(shapely.points(x * squeeze, y))
    spots = shapely.points(cameras[1] * squeeze, cameras[2])
    camera, site = tree.query(spots, predicate="dwithin", distance=cameras[4] / DEGREE_M * WIDER)
    lon, lat, bearing, reach, angle = cameras[1:, camera]
    held = sees(lon, lat, bearing, reach, angle, (x[site], y[site]))
    return camera[held], site[held]
