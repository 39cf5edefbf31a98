"""视频覆盖分析: how much of the ground of an area cameras see, where they see nothing, and what they miss there.

The ground is looked at point by point on a square grid. A point is seen when it lies in the registered sector of one of
the asker's cameras; nothing that stands in its way is reckoned with, and a camera without a sector sees nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from data.cities.outline import outline
from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.queries.areas import Area, area_of
from data.queries.exposure import exposure
from data.queries.outlines import km2_of
from data.queries.regions import COLUMNS, SPINE, Region, homes
from data.queries.sectors import Floats, held_by, sectors
from data.queries.sight import CAMERAS, DEGREE_M, KNOWN, F, mine
from data.schema import region
from data.scope import Scope
from data.things.fields import FARTHEST
from data.words import KINDS, PROVENANCE, REGISTERS

SPOTS, BOX = 6_400, 400_000  # points of the grid on the ground, and in the box around it: at most about so many
FINEST_M, GAPS_M = 10.0, 120.0  # steps of the grid: the finest, and the widest by which gaps are told where they are
PLACES = ("key_site", "risk_point", "school", "heritage", "hazchem", "scenic")  # registers whose things are looked for
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """`spots` on the ground, `step_m` apart, `seen` of them; `cameras` see some, `known` stand there with a sector.

    `gaps`: GeoJSON of what none sees; None where the area is too wide to tell. `places` inside: those that none sees
    come first, of them those with most people.
    """

    area: Area
    ground_km2: float
    step_m: float
    spots: int
    seen: int
    cameras: int
    known: int
    gaps: Row | None
    places: list[Row]
    as_of: datetime | None
    provenance: str

    @property
    def share(self) -> float:
        """Percent of the ground; 100 where all of it is seen, 0 where none is, and only there."""
        if self.seen in (0, self.spots):
            return 100.0 if self.seen else 0.0
        return min(max(round(100 * self.seen / self.spots, 1), 0.1), 99.9)

    @property
    def places_seen(self) -> int:
        return sum(one["cameras"] > 0 for one in self.places)


def coverage(house: House, scope: Scope, sent: Mapping[str, Any], now: datetime) -> Coverage:
    """Of an area as exposure takes it, as far as it is land of the asker's regions. BadInput where none of it is."""
    cameras = sectors(house, scope)
    with house.engine.connect() as connection:
        area = area_of(connection, sent, scope, now)
        ground = _ground(connection, area, scope)
        as_of, provenance = _told(connection, scope, ground)
    near = cameras[:, _around(cameras, ground)]
    km2 = km2_of(ground)
    x, y, step_m, row = _spots(ground, km2)
    camera, spot = held_by(near, x, y)
    seen = np.bincount(spot, minlength=len(x)) > 0
    return Coverage(
        area=area,
        ground_km2=km2,
        step_m=step_m,
        spots=len(x),
        seen=int(seen.sum()),
        cameras=len(np.unique(camera)),
        known=int(shapely.contains_xy(ground, near[1], near[2]).sum()),
        gaps=_gaps(ground, x[~seen], y[~seen], row[~seen], step_m) if step_m <= GAPS_M else None,
        places=_places(house, scope, sent, now, near),
        as_of=as_of,
        provenance=str(provenance or "measured"),  # the greater of measured and simulated
    )


def worded(places: Sequence[Row]) -> list[Row]:
    """With words of the language spoken now in place of codes."""
    return [row | _words(str(row["register"]), str(row["kind"]), str(row["provenance"])) for row in places]


def _words(layer: str, kind: str, provenance: str) -> Row:
    named = _(KINDS[layer].get(kind, kind))
    return {"layer": _(REGISTERS[layer]), "kind": named, "provenance": _(PROVENANCE.get(provenance, provenance))}


def _ground(connection: Connection, area: Area, scope: Scope) -> shapely.Geometry:
    own = shapely.union_all([_outline(connection, one) for one in homes(connection, scope)])
    shape = area.shape
    if shape is None:
        rows = [_by_cells(connection, lo, hi) for lo, hi in area.cells]
        shape = shapely.union_all([_outline(connection, one) for one in rows])
    ground = shapely.intersection(shapely.make_valid(shape), own)
    if not ground.area > 0:
        raise BadInput(f"{area.kind}: it lies outside the city")
    shapely.prepare(ground)
    return ground


def _outline(connection: Connection, one: Region) -> shapely.Geometry:
    return shapely.make_valid(shapely.geometry.shape(outline(connection, one)))


def _by_cells(connection: Connection, lo: int, hi: int) -> Region:
    query = select(*COLUMNS).where(SPINE, region.c.lo == lo, region.c.hi == hi).order_by(region.c.level)
    return Region(*connection.execute(query.limit(1)).one())


def _told(connection: Connection, scope: Scope, ground: shapely.Geometry) -> tuple[datetime | None, str | None]:
    """As of the oldest camera that may see some of it, and what those are; where none may, of all the asker's."""
    west, south, east, north = _reach(ground)
    near = (F.lon.between(west, east), F.lat.between(south, north), *KNOWN)
    query = select(func.min(F.as_of), func.max(F.provenance)).where(*CAMERAS, mine(F.cell_id, scope))
    found = connection.execute(query.where(*near)).one()
    as_of, provenance = found if found[0] else connection.execute(query).one()
    return as_of, provenance


def _reach(ground: shapely.Geometry) -> tuple[float, float, float, float]:
    """West, south, east and north of where a camera may see some of it."""
    west, south, east, north = ground.bounds
    up = FARTHEST / DEGREE_M
    across = up / math.cos(math.radians(north))
    return west - across, south - up, east + across, north + up


def _around(cameras: Floats, ground: shapely.Geometry) -> NDArray[np.intp]:
    """Those that may see some of it."""
    west, south, east, north = _reach(ground)
    x, y = cameras[1], cameras[2]
    return np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))


def _spots(ground: shapely.Geometry, km2: float) -> tuple[Floats, Floats, float, NDArray[np.intp]]:
    """Longitudes, latitudes, metres from one to the next, and the row of each on the grid."""
    west, south, east, north = ground.bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    box = (east - west) * squeeze * (north - south) * DEGREE_M**2
    step = max(FINEST_M, math.sqrt(km2 * 1e6 / SPOTS), math.sqrt(box / BOX))
    dy, dx = step / DEGREE_M, step / DEGREE_M / squeeze
    lons, lats = np.arange(west + dx / 2, east, dx), np.arange(south + dy / 2, north, dy)
    x, y = (one.ravel() for one in np.meshgrid(lons, lats))
    inside = np.flatnonzero(shapely.contains_xy(ground, x, y))
    if not len(inside):
        middle = ground.representative_point()
        return np.array([middle.x]), np.array([middle.y]), step, np.zeros(1, np.intp)
    return x[inside], y[inside], step, inside // len(lons)


def _gaps(ground: shapely.Geometry, x: Floats, y: Floats, row: NDArray[np.intp], step_m: float) -> Row:
    """The squares around these spots, those of a row that touch as one, as far as they are ground."""
    if not len(x):
        return {"type": "MultiPolygon", "coordinates": []}
    dy = step_m / DEGREE_M / 2
    dx = dy / math.cos(math.radians((ground.bounds[1] + ground.bounds[3]) / 2))
    breaks = np.flatnonzero((np.diff(row) != 0) | (np.diff(x) > 3 * dx)) + 1
    first, last = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(x)]]) - 1
    boxes = shapely.box(x[first] - dx, y[first] - dy, x[last] + dx, y[last] + dy)
    whole = shapely.intersection(shapely.union_all(boxes, grid_size=1e-7), ground)
    found: Row = shapely.geometry.mapping(shapely.set_precision(whole, 1e-6))
    return found


def _places(house: House, scope: Scope, sent: Mapping[str, Any], now: datetime, cameras: Floats) -> list[Row]:
    held = exposure(house, scope, sent, now)
    things, town = held.all, held.ground.towns
    some = held.things[np.isin(things.layer[held.things].astype(str), PLACES)]
    lon, lat = things.lon[some], things.lat[some]
    eyes = np.bincount(held_by(cameras, lon, lat)[1], minlength=len(some))
    metres = _nearest(cameras, lon, lat)
    columns = {name: getattr(things, name)[some].tolist() for name in ("code", "kind", "name", "as_of", "provenance")}
    columns |= {"register": things.layer[some].tolist(), "people": _people(things.to_move[some])}
    columns |= {"town": [town.names[town.of_cell[cell]] for cell in things.cell[some]], "cameras": eyes.tolist()}
    columns |= {"nearest_m": metres, "lon": lon.round(6).tolist(), "lat": lat.round(6).tolist()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    order = {name: n for n, name in enumerate(PLACES)}
    return sorted(
        rows, key=lambda one: (one["cameras"] > 0, -(one["people"] or 0), order[one["register"]], one["code"])
    )


def _people(to_move: NDArray[np.int64]) -> list[int | None]:
    return [int(one) or None for one in to_move]


def _nearest(cameras: Floats, lon: Floats, lat: Floats) -> list[int | None]:
    """Metres to the nearest camera of those near the area, whatever it sees."""
    if not cameras.shape[1] or not len(lon):
        return [None] * len(lon)
    squeeze = math.cos(math.radians(float(lat.mean())))
    tree = shapely.STRtree(shapely.points(cameras[1] * squeeze, cameras[2]))
    _pairs, away = tree.query_nearest(shapely.points(lon * squeeze, lat), return_distance=True, all_matches=False)
    return [round(float(one) * DEGREE_M) for one in away]
