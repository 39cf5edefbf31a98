"""What the map draws, over HTTP: outlines, surroundings, points of a viewport, storm tracks."""

from typing import Any

import orjson
from flask import Blueprint, Response

from data.ask import stamp
from data.cities.outline import child_outlines, outline
from data.cities.pack import Pack
from data.doors.asked import only
from data.doors.body import json_response, tagged
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.errors import BadInput
from data.house import House, house
from data.queries.points import POINT_LAYERS, Viewport, points
from data.queries.regions import Region, children, region_of
from data.queries.storms import storms, track
from data.scope import Scope
from data.view import REGION, STORM, View

door = Blueprint("map", __name__, url_prefix="/api/v1/map")
answer_errors(door)


@door.get("/context.json")
def context() -> Response:
    """Neighbouring cities and land around the city, from the pack."""
    home = house()
    data = home.answers.recall("context", stamp(home, View(), ("regions",), False), lambda: _context(home))
    return tagged(data, "application/geo+json", seconds=3600)


def _context(home: House) -> bytes:
    around = Pack(home.settings.cities_dir / home.settings.city).context()
    return orjson.dumps({"type": "FeatureCollection", "features": around})


@door.get("/shapes/<code>.json")
def shapes(code: str) -> Response:
    """FeatureCollection: the region itself (role self) and its children (role child), each official or synthetic."""
    if not REGION.fullmatch(code):
        raise BadInput(f"region: {code!r} has not the form of one")
    home = house()
    scope = reading(home)
    key = (code, scope, *stamp(home, View(), ("regions",), False))
    return tagged(home.answers.recall("shapes", key, lambda: _shapes(home, code, scope)), "application/geo+json")


def _shapes(home: House, code: str, scope: Scope) -> bytes:
    with home.engine.connect() as connection:
        here = region_of(connection, code, scope)
        by_id = {one.id: one for one in children(connection, here)}
        features = [_shape(here, outline(connection, here), "self")]
        features += [_shape(by_id[id_], shape, "child") for id_, shape in child_outlines(connection, here)]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _shape(one: Region, geometry: dict[str, Any], role: str) -> dict[str, Any]:
    named = {"code": one.code, "name": one.name, "level": one.level, "lon": one.lon, "lat": one.lat, "role": role}
    return {"type": "Feature", "id": one.code, "geometry": geometry, "properties": named}


@door.get("/points.json")
def point_layers() -> Response:
    """`region, window, at, layers` as in the View, `bbox=west,south,east,north`, `zoom`."""
    asked = only("bbox", "zoom", *View.__dataclass_fields__)
    port = viewport(asked.pop("bbox", ""), asked.pop("zoom", ""))
    view, home = View.parse(asked), house()
    wanted = [layer for layer in POINT_LAYERS if layer in view.layers]
    features = [one for layer in wanted for one in points(home, view, reading(home), layer, port)]
    return json_response({"type": "FeatureCollection", "features": features})


def viewport(bbox: str, zoom: str) -> Viewport:
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
        port = Viewport(west=west, south=south, east=east, north=north, zoom=int(float(zoom)))
    except (ValueError, OverflowError):
        raise BadInput("bbox: four numbers west,south,east,north; zoom: a number") from None
    if not (-180 <= west < east <= 180 and -90 < south < north < 90 and 0 <= port.zoom <= 24):
        raise BadInput("bbox or zoom is outside the world")
    return port


@door.get("/storms.json")
def storm_list() -> Response:
    """Every storm once, with the sources that tell of it."""
    home = house()
    data = home.answers.recall("storms", stamp(home, View(), ("regions", "storms"), False), lambda: _storms(home))
    return tagged(data, "application/json")


def _storms(home: House) -> bytes:
    with home.engine.connect() as connection:
        return orjson.dumps(storms(connection))


@door.get("/storms/<track_id>.json")
def storm_track(track_id: str) -> Response:
    """Track points in time order; `past` is as seen at `at`, or now."""
    if not STORM.fullmatch(track_id):
        raise BadInput(f"storm: {track_id!r} has not the form of one")
    home = house()
    view = View.parse(only("at"))
    with home.engine.connect() as connection:
        return json_response(track(connection, track_id, view.at or home.clock.now()))
