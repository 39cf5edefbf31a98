"""The paths of areas, storms and catchments in the OpenAPI document."""

from data.doors.openapi_parts import (
    MOMENT_OR_NOW,
    OPEN,
    REGION,
    SENDING,
    Part,
    any_of,
    body_of,
    door_of,
    in_path,
    json_of,
    problems,
    query,
)
from data.queries.areas import LONGEST_CODE, WIDEST_KM
from data.queries.storm_analogues import MOST
from data.queries.storm_winds import BEAUFORT
from data.view import LANGUAGES

GEOJSON = "application/geo+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TRACK: Part = {"type": "string", "pattern": "^([0-9]{7}[NS][0-9]{5}|CMA[0-9]{4}([0-9]{4})?)$"}
STORM = in_path("track", TRACK | {"examples": ["2024201N12133"]})
AT = query("at", MOMENT_OR_NOW, "the moment seen from; now by default")
DEGREES: Part = {"type": "number"}


def _object(needed: dict[str, Part], more: dict[str, Part] | None = None) -> Part:
    """An object of just these."""
    return {
        "type": "object",
        "required": list(needed),
        "properties": needed | (more or {}),
        "additionalProperties": False,
    }


def _telling(*names: str) -> Part:
    """An object that tells these, and more."""
    return {"type": "object", "required": list(names)}


def _listing(*names: str) -> Part:
    return {"type": "array", "items": _telling(*names)}


OUTLINE: Part = {
    "type": "object",
    "description": "RFC 7946, WGS-84",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Polygon", "MultiPolygon"]},
        "coordinates": {"type": "array", "minItems": 1},
    },
}
CIRCLE = _object(
    {
        "lon": DEGREES | {"minimum": -180, "maximum": 180},
        "lat": DEGREES | {"minimum": -90, "maximum": 90},
        "km": DEGREES | {"exclusiveMinimum": 0, "maximum": WIDEST_KM},
    }
)
STORM_WINDS = _object({"track": TRACK, "force": {"type": "integer", "enum": list(BEAUFORT)}}, {"at": MOMENT_OR_NOW})
AREA: Part = {
    "description": "exactly one area",
    "oneOf": [
        _object({"geometry": OUTLINE}),
        _object({"circle": CIRCLE}),
        _object({"storm": STORM_WINDS}),
        _object({"region": {"type": "string", "pattern": REGION.replace("?", "")}}),
        _object({"warning": {"type": "string", "minLength": 1, "maxLength": 24}}),
        _object({"catchment": {"type": "string", "minLength": 1, "maxLength": LONGEST_CODE}}),
    ],
}
HELD = _telling(
    *("area", "limited", "cells", "people", "households", "to_move", "danger_classes", "risk_points", "key_sites"),
    *("resources", "schools", "others", "towns", "villages", "rules", "places_total", "places", "now"),
)
EXPOSED = json_of(HELD, "What the area holds")
EXPOSED["content"] |= {form: {"schema": {"type": "string"}} for form in ("text/csv", XLSX)}
EXPOSURE = door_of(
    "exposure",
    "People, danger points, key sites and resources inside an area, and how many people would have to move",
    {"200": EXPOSED, **problems(*SENDING, 404)},
    security=OPEN,
    parameters=[
        query("format", any_of(("json", "csv", "xlsx"), empty=False), "csv, xlsx: the list of places"),
        query("lang", any_of(LANGUAGES, empty=False)),
    ],
    requestBody=body_of(AREA),
)
COVERED = json_of(
    _telling(
        *("area", "ground_km2", "share", "step_m", "spots", "seen", "cameras", "known", "gaps", "as_of", "provenance"),
        *("rule", "places_total", "places_seen", "places", "now"),
    ),
    "How much of it is seen",
)
COVERED["content"] |= {form: {"schema": {"type": "string"}} for form in ("text/csv", XLSX)}
COVERAGE = door_of(
    "coverage",
    "How much of an area the registered sectors of cameras cover, where none sees, and which places none sees",
    {"200": COVERED, **problems(*SENDING, 404)},
    security=OPEN,
    parameters=[
        query("format", any_of(("json", "csv", "xlsx"), empty=False), "csv, xlsx: a report of the places"),
        query("lang", any_of(LANGUAGES, empty=False)),
    ],
    requestBody=body_of(AREA),
)
CATCHMENT = door_of(
    "readCatchment",
    "What drains to a river, reservoir or waterlogging station",
    {
        "200": {
            "description": "A feature: who has drawn it, as of when, and whether it is simulated",
            "content": {GEOJSON: {"schema": _telling("type", "geometry", "properties")}},
        },
        **problems(400, 401, 404, 503),
    },
    security=OPEN,
    parameters=[in_path("code", {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,32}$", "examples": ["RE0001"]})],
)
APPROACH = door_of(
    "stormApproach",
    "How near a storm comes to the city, its counties and towns, and when",
    {"200": json_of(_telling("track_id", "name", "season", "source")), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[
        STORM,
        AT,
        query("lon", DEGREES | {"minimum": -180, "maximum": 180}, "with lat: a point beside them"),
        query("lat", DEGREES | {"minimum": -90, "maximum": 90}),
    ],
)
ANALOGUES = door_of(
    "stormAnalogues",
    "Storms of the past whose tracks near the city were most like this one's",
    {"200": json_of(_telling("track_id", "storms", "among", "within_km")), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[
        STORM,
        AT,
        query("region", {"type": "string", "pattern": REGION}, "near which region; the city by default"),
        query("most", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 5}),
    ],
)
WINDS = door_of(
    "stormWinds",
    "The circles of Beaufort 7, 10 and 12 at every fix that tells them",
    {
        "200": {"description": "OK", "content": {GEOJSON: {"schema": _telling("type", "features")}}},
        **problems(400, 401, 404, 503),
    },
    security=OPEN,
    parameters=[STORM, AT],
)
STORMS = door_of(
    "listStorms",
    "Every storm known, the newest first; one that several sources tell of once, under its Chinese number",
    {
        "200": json_of(
            _listing("track_id", "season", "name", "nearest_km", "nearest_at", "source", "sources", "category")
        ),
        **problems(400, 503),
    },
)
FIXES = door_of(
    "stormTrack",
    "The fixes of a storm in time order",
    {
        "200": json_of(
            _listing(
                "at",
                "lon",
                "lat",
                "wind_ms",
                "pressure",
                "category",
                "r7_km",
                "r10_km",
                "r12_km",
                *(f"r{force}_sides" for force in BEAUFORT),
                "km",
                "past",
            )
        ),
        **problems(400, 404, 503),
    },
    parameters=[STORM, AT],
)
RISK_PATHS: dict[str, Part] = {
    "/api/v1/exposure": {"post": EXPOSURE},
    "/api/v1/coverage": {"post": COVERAGE},
    "/api/v1/stations/{code}/catchment.json": {"get": CATCHMENT},
    "/api/v1/storms/{track}/approach": {"get": APPROACH},
    "/api/v1/storms/{track}/analogues": {"get": ANALOGUES},
    "/api/v1/storms/{track}/winds": {"get": WINDS},
    "/api/v1/map/storms.json": {"get": STORMS},
    "/api/v1/map/storms/{track}.json": {"get": FIXES},
}
