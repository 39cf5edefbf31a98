"""What drains to a station, over HTTP: its outline as a feature of GeoJSON."""

import orjson
from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import json_response
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.house import house
from data.queries.catchments import catchment_of

door = Blueprint("catchments", __name__, url_prefix="/api/v1/stations")
answer_errors(door)
answer_keys(door)


@door.get("/<code>/catchment.json")
def outline(code: str) -> Response:
    """RFC 7946, WGS-84; `properties` say who has drawn it, as of when, and whether it is simulated."""
    only()
    with house().engine.connect() as connection:
        found = catchment_of(connection, code, scope_of(sender_or_guest(request, house())))
    geometry = orjson.Fragment(found.pop("geometry"))
    body = {"type": "Feature", "geometry": geometry, "properties": found | {"km2": round(found["km2"], 3)}}
    return json_response(body, mimetype="application/geo+json")
