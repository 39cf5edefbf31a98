"""Points of the map for one viewport: what is few comes singly, what is many comes clustered."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, not_, or_, select

from data.ask import ROLLING_SECONDS, stamp
from data.engine import reading
from data.house import House
from data.ponding import DOUBTED
from data.queries.asked import Asked, asked
from data.queries.cases import of_departments
from data.queries.control_points import controls_on_map
from data.queries.drone_points import drones_on_map
from data.queries.event_filters import unled
from data.queries.few import ANY_DEADLINE, STILL_OPEN
from data.queries.past import folded, unsure
from data.queries.regions import Region, region_of
from data.queries.reported import reported
from data.queries.sight import SECTOR
from data.queries.station_points import by_depth, stood, told
from data.schema import event, feature
from data.scope import Scope
from data.view import MORE_LAYERS, View

CLUSTER_PIXELS = 72
SINGLE_ZOOM = 17
SINGLE_MOST = 60
SINGLES_MOST = 2_000
POINT_LAYERS = (
    "camera",
    "resource",
    "key_site",
    "risk_point",
    *MORE_LAYERS,
    "control",
    "drone",
    "station",
    "ponding",
    "event",
)
MOVING = ("control", "drone", "station", "ponding", "event")  # what no revision of features tells of
Names = Callable[[Sequence[int]], dict[int, dict[str, Any]]]  # what is told of points, by id
GRADES = {"ponding": DOUBTED}  # of a layer, where they are more than four
EVENT_GRADES = {"S": 1, "A": 2, "B": 3, "C": 4}


@dataclass(frozen=True)
class Cloud:
    """All points of a layer in the city as columns of equal length."""

    id: npt.NDArray[np.int64]
    cell: npt.NDArray[np.integer]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    grade: npt.NDArray[np.integer]

    @classmethod
    def of(cls, rows: Sequence[Any]) -> "Cloud":
        columns = zip(*rows, strict=True) if rows else ((),) * 5
        kinds = (np.int64, np.int32, np.float64, np.float64, np.int8)
        return cls(*(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)))

    def seen(self, here: Region, port: "Viewport") -> npt.NDArray[np.intp]:
        """Positions of the points that lie in the region and on the screen."""
        across = (self.lon >= port.west) & (self.lon <= port.east)
        along = (self.lat >= port.south) & (self.lat <= port.north)
        return np.flatnonzero(across & along & (self.cell >= here.lo) & (self.cell <= here.hi))


@dataclass(frozen=True, kw_only=True)
class Viewport:
    """West, south, east, north in degrees, and the zoom of the map."""

    west: float
    south: float
    east: float
    north: float
    zoom: int


def points(house: House, view: View, scope: Scope, layer: str, port: Viewport) -> list[dict[str, Any]]:
    """GeoJSON features of one layer inside the viewport and the view's region."""
    with reading(house.engine) as connection:
        here = region_of(connection, view.region, scope)
    cloud, names = _layer(house, view, layer, scope)
    seen = cloud.seen(here, port)
    if port.zoom >= SINGLE_ZOOM or len(seen) <= SINGLE_MOST:
        return _singles(names, cloud, seen[:SINGLES_MOST], layer)
    return _clusters(names, cloud, seen, layer, port.zoom)


def _layer(house: House, view: View, layer: str, scope: Scope) -> tuple[Cloud, Names]:
    """The points of a layer, and how to learn what is told of some of them."""
    if layer == "control":
        places, about = controls_on_map(house, view, scope)
        return Cloud.of(places), lambda ids: {one: about[one] for one in ids}
    if layer == "drone":
        flown = drones_on_map(house, view, scope)
        return Cloud.of([place for place, _told in flown]), lambda ids: {one: flown[one][1] for one in ids}
    if layer not in ("station", "ponding"):
        return _cloud(house, view, layer), lambda ids: _names(house, layer, ids, scope)
    found = stood(house, view)
    some, row, grade = found.register, found.row, found.state + 1  # the gravest state is 1, as of other points
    if layer == "ponding":
        some, row, grade = by_depth(house, found)
    return Cloud(some.id[row], some.cell[row], some.lon[row], some.lat[row], grade), lambda ids: told(found, ids)


def _cloud(house: House, view: View, layer: str) -> Cloud:
    """The city's points, the same for everyone; whoever asks sees only those of a region in his scope."""
    if layer == "event":
        stands = stamp(house, view, ("events",), True)
        key: tuple[Hashable, ...] = (view.window, view.at, *stands)
        find = partial(_open_events, house, view)
        return house.answers.recall("points-event", key, find, ROLLING_SECONDS, moves=len(stands))
    key = (layer, *stamp(house, view, ("features",), False))
    return house.answers.recall(f"points-{layer}", key, lambda: _features(house, layer))


def warm(house: House) -> None:
    """Read the large layers once, so that the first viewport after a start is as quick as the others."""
    for layer in POINT_LAYERS:
        if layer not in MOVING:
            _cloud(house, View(), layer)


def _features(house: House, layer: str) -> Cloud:
    f = feature.c
    with house.engine.connect() as connection:
        statement = select(f.id, f.cell_id, f.lon, f.lat, f.grade).where(f.layer == layer, f.retired_at.is_(None))
        return Cloud.of(connection.execute(statement).all())


def _open_events(house: House, view: View) -> Cloud:
    """Events reported in the window that are filed and not ended at its end."""
    e = event.c
    columns = [e[name] for name in ("id", "cell_id", "lon", "lat", "grade")]
    with asked(house, view.but(region=""), Scope.guest()) as a:
        if view.at is None:  # by the index of open events, however many there have been in the window
            where = (STILL_OPEN, *ANY_DEADLINE, e.filed_at.is_not(None), unled(e.reported_at) >= a.span.since)
            rows = [tuple(row) for row in a.connection.execute(select(*columns).where(*where))]
        else:
            rows = _open_then(a, view.at)
    return Cloud.of([(*row[:4], EVENT_GRADES[row[4]]) for row in rows])


def _open_then(a: Asked, at: datetime) -> list[tuple[Any, ...]]:
    names = ("id", "cell_id", "lon", "lat", "grade")
    where = reported(a.here, a.span)
    lasting = or_(event.c.ended_at.is_(None), event.c.ended_at > at)
    plain = select(*(event.c[name] for name in names)).where(*where, event.c.filed_at <= at, lasting, not_(unsure(at)))
    rows = [tuple(row) for row in a.connection.execute(plain)]
    again = folded(a.connection, where, at)
    return rows + [tuple(one[name] for name in names) for one in again if one["filed_at"] and not one["ended_at"]]


def _clusters(names: Names, cloud: Cloud, seen: npt.NDArray[np.intp], layer: str, zoom: int) -> list[dict[str, Any]]:
    """One feature a square of the screen, at the mean of its points, with the number of each grade."""
    world = 256 * 2**zoom / CLUSTER_PIXELS
    x = np.floor((cloud.lon[seen] + 180) / 360 * world).astype(np.int64)
    y = np.floor(np.arcsinh(np.tan(np.radians(cloud.lat[seen]))) / np.pi * world / 2).astype(np.int64)
    _, group, n = np.unique(x * 2**32 + y, return_inverse=True, return_counts=True)
    lon, lat = (np.bincount(group, axis[seen]) / n for axis in (cloud.lon, cloud.lat))
    known = range(1, GRADES.get(layer, 4) + 1)
    grades = np.stack([np.bincount(group, cloud.grade[seen] == grade, len(n)) for grade in known], axis=1)
    alone = n == 1
    single = _singles(names, cloud, seen[np.isin(group, np.flatnonzero(alone))], layer)
    return single + [
        _feature(lon[i], lat[i], {"layer": layer, "n": int(n[i]), "grades": grades[i].astype(int).tolist()})
        for i in np.flatnonzero(~alone)
    ]


def _singles(names: Names, cloud: Cloud, chosen: npt.NDArray[np.intp], layer: str) -> list[dict[str, Any]]:
    told = names(cloud.id[chosen].tolist())
    return [
        _feature(
            cloud.lon[i],
            cloud.lat[i],
            {"layer": layer, "n": 1, "grade": int(cloud.grade[i])} | told[int(cloud.id[i])],
        )
        for i in chosen
        if int(cloud.id[i]) in told
    ]


def _names(house: House, layer: str, ids: Sequence[int], scope: Scope) -> dict[int, dict[str, Any]]:
    with house.engine.connect() as connection:
        return {
            row["id"]: {name: value for name, value in row.items() if name != "id"}
            for start in range(0, len(ids), 500)
            for row in _read(connection, layer, ids[start : start + 500], scope)
        }


def _read(connection: Connection, layer: str, ids: Sequence[int], scope: Scope) -> Sequence[Any]:
    if layer == "event":
        about = (event.c.title.label("name"), event.c.category.label("kind"), event.c.stage)
        statement = select(event.c.id, event.c.code, *about)
        return connection.execute(statement.where(event.c.id.in_(ids), *of_departments(scope))).mappings().all()
    statement = select(feature.c.id, feature.c.code, feature.c.name, feature.c.kind, feature.c.quantity)
    if layer == "camera":
        return [_seeing(row) for row in connection.execute(statement.add_columns(*SECTOR).where(feature.c.id.in_(ids)))]
    return connection.execute(statement.where(feature.c.id.in_(ids))).mappings().all()


def _seeing(row: Any) -> dict[str, Any]:
    """With `sight`, the sector of ground that it sees, where that is registered."""
    *plain, bearing, reach, angle = row
    known = dict(zip(("id", "code", "name", "kind", "quantity"), plain, strict=True))
    return known | ({"sight": [bearing, reach, angle]} if None not in (bearing, reach, angle) else {})


def _feature(lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(float(lon), 6), round(float(lat), 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
