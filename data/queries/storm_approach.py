"""How near a storm comes to the city, its counties and its towns, and when; past or to come, seen from a moment."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

import shapely
from sqlalchemy import Connection, Engine, select

from data.ask import stamp
from data.cities.recipe import read_recipe
from data.house import House
from data.queries.regions import COLUMNS, SPINE, Region, region_of
from data.queries.revisions import HOUSE, revisions
from data.queries.tracks import Stormy, storm_track
from data.schema import region, region_shape
from data.scope import Scope
from data.storms.geo import Nearest, nearest_to_point, nearest_to_shape
from data.view import View

LEVELS = {1: "city", 2: "counties", 3: "towns"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Outlined:
    """A region and its outline in degrees; without a stored outline, its label point."""

    here: Region
    shape: shapely.Geometry


def approach(
    house: House, scope: Scope, track_id: str, now: datetime, place: tuple[float, float] | None = None
) -> dict[str, Any]:
    """`city`, `counties`, `towns` (nearest first) and, when asked for, `point`: rows of km, time and wind.

    `km` is from the outline, 0 where the centre passes over; `at` is then its arrival. `hours` is from `now`, negative
    when past. `wind_ms` is the wind near the centre at that moment. Regions outside the scope are left out: then `city`
    may be None. UnknownThing without such a storm.
    """
    key = (track_id, scope, *stamp(house, View(), ("regions", "storms"), False))
    found, stormy = house.answers.recall("approach", key, lambda: _found(house, scope, track_id))
    rows = [row | _seen(row["at"], now) for row in found]
    head = stormy.head
    body: dict[str, Any] = {name: head[name] for name in ("track_id", "name", "season")}
    body |= {"seen_at": now, "unit": "km", "provenance": "published", "source": head["source"]}
    body["as_of"] = head["last_at"]
    for level, name in LEVELS.items():
        body[name] = [row for row in rows if row["level"] == level]
    body["city"] = next(iter(body["city"]), None)
    if place is not None:
        row = _row(nearest_to_point(stormy.path, *place), stormy)
        body["point"] = {"asked": {"lon": place[0], "lat": place[1]}} | row | _seen(row["at"], now)
    return body


def city_centre(house: House) -> tuple[float, float]:
    """(lon, lat) that a storm's distances from the city are measured from: as the pack's recipe has it."""
    settings = house.settings
    recipe = read_recipe(settings.cities_dir / settings.city / "recipe.yaml", settings.city)
    if recipe.centre:
        lon, lat = recipe.centre
        return lon, lat
    with house.engine.connect() as connection:
        city = region_of(connection, "", Scope.guest())
        shape = next((one.shape for one in outlines(connection) if one.here.id == city.id), None)
    middle = shape.centroid if shape is not None else shapely.Point(city.lon, city.lat)
    return middle.x, middle.y


def _found(house: House, scope: Scope, track_id: str) -> tuple[list[Row], Stormy]:
    with house.engine.connect() as connection:
        stormy = storm_track(connection, track_id)
        near = [
            {"code": one.here.code, "name": one.here.name, "level": one.here.level}
            | _row(nearest_to_shape(stormy.path, one.shape), stormy)
            for one in outlines(connection)
            if scope.covers(one.here.lo, one.here.hi)
        ]
    return sorted(near, key=lambda row: (row["km"], row["at"], row["code"])), stormy


def _row(near: Nearest, stormy: Stormy) -> Row:
    return {
        "km": round(near.km, 1),
        "at": datetime.fromtimestamp(round(near.at), UTC),
        "lon": round(near.lon, 4),
        "lat": round(near.lat, 4),
        "over": near.km == 0,
        "wind_ms": stormy.wind_at(near.at),
    }


def _seen(at: datetime, now: datetime) -> Row:
    return {"past": at <= now, "hours": round((at - now).total_seconds() / 3600, 1)}


_OUTLINES: WeakKeyDictionary[Engine, tuple[tuple[int, int], list[Outlined]]] = WeakKeyDictionary()


def outlines(connection: Connection) -> list[Outlined]:
    """City, counties and towns, read once for an engine and a revision of its regions."""
    now = revisions(connection)
    key = (now.get(HOUSE, 0), now.get("regions", 0))
    kept = _OUTLINES.get(connection.engine)
    if kept is None or kept[0] != key or not kept[1]:
        kept = _OUTLINES[connection.engine] = (key, _read(connection))
    return kept[1]


def _read(connection: Connection) -> list[Outlined]:
    joined = select(*COLUMNS, region_shape.c.geometry).outerjoin(region_shape, region_shape.c.region_id == region.c.id)
    rows = connection.execute(joined.where(SPINE, region.c.level.in_(LEVELS)).order_by(region.c.level, region.c.lo))
    return [
        Outlined(
            Region(*row[:-1]), shapely.from_geojson(row.geometry) if row.geometry else shapely.Point(row.lon, row.lat)
        )
        for row in rows
    ]
