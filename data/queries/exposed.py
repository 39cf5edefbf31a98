"""What an area could hit: the cells with their people, things with a place, as columns, each read once for a house."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from data.errors import NotReady
from data.house import House
from data.queries.exposed_things import Things, read_things
from data.queries.locate import Floats, Ints, ground_of
from data.queries.regions import SPINE
from data.queries.revisions import HOUSE, revisions
from data.schema import region, region_shape, region_stat

GROUND = (HOUSE, "regions", "indicators")  # topics that the cells and their people rest on
THINGS = (*GROUND, "features")


@dataclass(frozen=True)
class Tier:
    """The regions of one level in the order of the spine."""

    codes: list[str]
    names: list[str]
    cells: Ints  # how many each has
    of_cell: Ints  # index of the region around each cell


@dataclass(frozen=True)
class Inhabited:
    """Cells ascending by id with label point, people and households (0, and `counted` False, where none are known)."""

    cells: Ints
    points: Floats
    people: Ints
    households: Ints
    counted: bool
    as_of: datetime | None
    provenance: str
    towns: Tier
    villages: Tier
    outline: shapely.Geometry

    def among(self, intervals: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
        """Cells of these intervals of ids."""
        held = np.zeros(len(self.cells), dtype=bool)
        for lo, hi in intervals:
            held[slice(*np.searchsorted(self.cells, (lo, hi + 1)))] = True
        return held


Key = tuple[int, ...]
_INHABITED: WeakKeyDictionary[Engine, tuple[Key, Inhabited]] = WeakKeyDictionary()
_THINGS: WeakKeyDictionary[Engine, tuple[Key, Things]] = WeakKeyDictionary()


def exposed(connection: Connection) -> tuple[Inhabited, Things]:
    """Each read once for an engine and the revisions it rests on. NotReady without a city."""
    now = revisions(connection)
    key = tuple(now.get(topic, 0) for topic in GROUND)
    kept = _INHABITED.get(connection.engine)
    if kept is None or kept[0] != key:
        kept = _INHABITED[connection.engine] = (key, _read(connection))
    ground, key = kept[1], tuple(now.get(topic, 0) for topic in THINGS)
    held = _THINGS.get(connection.engine)
    if held is None or held[0] != key:
        held = _THINGS[connection.engine] = (key, read_things(connection, ground.cells, ground.points, ground.people))
    return ground, held[1]


def warm_exposed(house: House) -> None:
    """Read it before the first area is asked for."""
    with house.engine.connect() as connection, suppress(SQLAlchemyError, NotReady):
        exposed(connection)


def _read(connection: Connection) -> Inhabited:
    ground = ground_of(connection)
    if ground is None:
        raise NotReady("no city is loaded: run `flask --app app city load`")
    columns = (
        region.c.lo,
        region.c.hi,
        *(region_stat.c[n] for n in ("population", "households", "as_of", "provenance")),
    )
    joined = select(*columns).join(region_stat, region_stat.c.region_id == region.c.id)
    grids = connection.execute(joined.where(SPINE, region.c.level == 5).order_by(region.c.lo)).all()
    city = select(region_shape.c.geometry).join(region, region.c.id == region_shape.c.region_id)
    return Inhabited(
        cells=ground.cells,
        points=ground.points,
        people=_spread(ground.cells, grids, 2),
        households=_spread(ground.cells, grids, 3),
        counted=bool(grids),
        as_of=max((row.as_of for row in grids), default=None),
        provenance=grids[0].provenance if grids else "measured",
        towns=_tier(connection, ground.cells, 3),
        villages=_tier(connection, ground.cells, 4),
        outline=shapely.from_geojson(connection.scalar(city.where(SPINE, region.c.level == 1))),
    )


def _spread(cells: Ints, grids: Any, column: int) -> Ints:
    """A number of each grid in whole shares over its cells, the first ones taking what is left; sums stay exact."""
    given = np.zeros(len(cells), dtype=np.int64)
    for row in grids:
        first, last = np.searchsorted(cells, (row[0], row[1] + 1))
        if last > first:
            each, left = divmod(row[column], int(last - first))
            given[first:last] = each
            given[first : first + left] += 1
    return given


def _tier(connection: Connection, cells: Ints, level: int) -> Tier:
    columns = [region.c[name] for name in ("code", "name", "lo")]
    rows = connection.execute(select(*columns).where(SPINE, region.c.level == level).order_by(region.c.lo)).all()
    of_cell = np.searchsorted([row.lo for row in rows], cells, side="right") - 1
    held = np.bincount(of_cell, minlength=len(rows))
    return Tier([row.code for row in rows], [row.name for row in rows], held, of_cell)
