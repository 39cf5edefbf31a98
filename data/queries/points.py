"""Points of the map for one viewport: what is few comes singly, what is many comes clustered."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, or_, select

from data.ask import stamp
from data.house import House
from data.queries.asked import asked
from data.queries.regions import inside
from data.queries.reported import reported
from data.schema import event, feature
from data.scope import Scope
from data.view import View

CLUSTER_PIXELS = 72
SINGLE_ZOOM = 17
SINGLE_MOST = 60
POINT_LAYERS = ("camera", "resource", "key_site", "risk_point", "event")
EVENT_GRADES = {"S": 1, "A": 2, "B": 3, "C": 4}


@dataclass(frozen=True)
class Cloud:
    """All points of a layer in a region as columns of equal length."""

    id: npt.NDArray[np.int64]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    grade: npt.NDArray[np.int8]


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
    topics = ("events",) if layer == "event" else ("features",)
    plain = view.but(layers=(), lang="zh", skin="dark", metric="density", storm="")
    key = (plain, scope, layer, *stamp(house, view, topics, layer == "event"))
    cloud: Cloud = house.answers.recall(f"points-{layer}", key, partial(_cloud, house, view, scope, layer))
    seen = np.flatnonzero(
        (cloud.lon >= port.west) & (cloud.lon <= port.east) & (cloud.lat >= port.south) & (cloud.lat <= port.north)
    )
    if port.zoom >= SINGLE_ZOOM or len(seen) <= SINGLE_MOST:
        return _singles(house, cloud, seen[:2_000], layer)
    return _clusters(house, cloud, seen, layer, port.zoom)


def _cloud(house: House, view: View, scope: Scope, layer: str) -> Cloud:
    with asked(house, view, scope) as a:
        if layer == "event":
            columns = (event.c.id, event.c.lon, event.c.lat, event.c.grade)
            being_handled = (
                event.c.filed_at <= a.span.until,
                or_(event.c.closed_at.is_(None), event.c.closed_at > a.span.until),
            )
            rows = a.connection.execute(select(*columns).where(*reported(a.here, a.span), *being_handled))
            found = [(id_, lon, lat, EVENT_GRADES[grade]) for id_, lon, lat, grade in rows]
        else:
            columns = (feature.c.id, feature.c.lon, feature.c.lat, feature.c.grade)
            where = (feature.c.layer == layer, inside(feature.c.cell_id, a.here))
            found = [tuple(row) for row in a.connection.execute(select(*columns).where(*where))]
    ids, lons, lats, grades = zip(*found, strict=True) if found else ((), (), (), ())
    return Cloud(np.array(ids, np.int64), np.array(lons, float), np.array(lats, float), np.array(grades, np.int8))


def _clusters(house: House, cloud: Cloud, seen: npt.NDArray[np.intp], layer: str, zoom: int) -> list[dict[str, Any]]:
    """One feature a square of the screen, at the mean of its points, with the number of each grade."""
    world = 256 * 2**zoom / CLUSTER_PIXELS
    x = np.floor((cloud.lon[seen] + 180) / 360 * world).astype(np.int64)
    y = np.floor(np.arcsinh(np.tan(np.radians(cloud.lat[seen]))) / np.pi * world / 2).astype(np.int64)
    _, group, n = np.unique(x * 2**32 + y, return_inverse=True, return_counts=True)
    lon, lat = (np.bincount(group, axis[seen]) / n for axis in (cloud.lon, cloud.lat))
    grades = np.stack([np.bincount(group, cloud.grade[seen] == grade, len(n)) for grade in range(1, 5)], axis=1)
    alone = n == 1
    single = _singles(house, cloud, seen[np.isin(group, np.flatnonzero(alone))], layer)
    return single + [
        _feature(lon[i], lat[i], {"layer": layer, "n": int(n[i]), "grades": grades[i].astype(int).tolist()})
        for i in np.flatnonzero(~alone)
    ]


def _singles(house: House, cloud: Cloud, chosen: npt.NDArray[np.intp], layer: str) -> list[dict[str, Any]]:
    names = _names(house, layer, cloud.id[chosen].tolist())
    return [
        _feature(
            cloud.lon[i],
            cloud.lat[i],
            {"layer": layer, "n": 1, "grade": int(cloud.grade[i]), "id": int(cloud.id[i])} | names[int(cloud.id[i])],
        )
        for i in chosen
        if int(cloud.id[i]) in names
    ]


def _names(house: House, layer: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    with house.engine.connect() as connection:
        return {
            row["id"]: dict(row)
            for start in range(0, len(ids), 500)
            for row in _read(connection, layer, ids[start : start + 500])
        }


def _read(connection: Connection, layer: str, ids: Sequence[int]) -> Sequence[Any]:
    if layer == "event":
        statement = select(event.c.id, event.c.title.label("name"), event.c.category.label("kind"), event.c.stage)
        return connection.execute(statement.where(event.c.id.in_(ids))).mappings().all()
    statement = select(feature.c.id, feature.c.name, feature.c.kind, feature.c.quantity)
    return connection.execute(statement.where(feature.c.id.in_(ids))).mappings().all()


def _feature(lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(float(lon), 6), round(float(lat), 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}
