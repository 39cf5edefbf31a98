"""The paths of warnings in the OpenAPI document."""

from data.doors.openapi_parts import (
    CODE,
    KEYED,
    ONCE,
    OPEN,
    REGION,
    REPLAYED,
    SENDING,
    Part,
    any_of,
    body_of,
    door_of,
    in_path,
    json_of,
    problems,
    query,
    ref,
)
from data.queries.warnings import MOST, STATES
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS

NUMBER = in_path("code", {"type": "string", "pattern": "^W[0-9]{8}-[0-9]{4,6}$", "examples": ["W20240725-0001"]})
COLOUR: Part = {"type": "integer", "minimum": min(WARNING_COLOURS), "maximum": max(WARNING_COLOURS)}
LIST_WARNINGS = door_of(
    "listWarnings",
    "Warnings at, inside and around a region; the live ones by urgency, all at once",
    {
        "200": json_of(ref("Warnings"), headers={"Link": {"schema": {"type": "string"}}}),
        **problems(400, 401, 404, 503),
    },
    security=OPEN,
    parameters=[
        query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default"),
        query("state", any_of(STATES)),
        query("field", any_of(WARNING_FIELDS)),
        query("colour", COLOUR, "this grave or graver"),
        query("rule", {"type": "string", "pattern": CODE}, "code of the rule that raised it"),
        query("after", {"type": "string"}, "next of the page before"),
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100}),
    ],
)
READ_WARNING = door_of(
    "readWarning",
    "A warning, the numbers that fired it, and its history",
    {"200": json_of(ref("WarningWhole")), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[NUMBER],
)
MOVE_WARNING = door_of(
    "moveWarning",
    "Make a move on a warning",
    {"200": json_of(ref("WarningWhole"), headers=REPLAYED), **problems(*SENDING, 403, 404, 409, 422)},
    security=KEYED,
    parameters=[NUMBER, ONCE],
    requestBody=body_of(ref("WarningMove")),
)
WARNING_PATHS: dict[str, Part] = {
    "/api/v1/warnings": {"get": LIST_WARNINGS},
    "/api/v1/warnings/{code}": {"get": READ_WARNING},
    "/api/v1/warnings/{code}/moves": {"post": MOVE_WARNING},
}
