"""The paths of warnings in the OpenAPI document."""

from data.doors.openapi_parts import (
    CODE,
    KEYED,
    ONCE,
    OPEN,
    REGION,
    REPLAYED,
    SENDING,
    WARNING_CODE,
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

NUMBER = in_path("code", WARNING_CODE)
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
        query("ended", any_of(("today",)), "over since the day began by the city's clock"),
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
RAISE_WARNING = door_of(
    "raiseWarning",
    "Raise a warning for regions, or for an area that is drawn",
    {
        "201": json_of(
            ref("WarningWhole"), "Created", REPLAYED | {"Location": {"schema": {"type": "string"}, "required": True}}
        ),
        **problems(*SENDING, 403, 404, 422),
    },
    security=KEYED,
    parameters=[ONCE],
    requestBody=body_of(ref("NewByHand")),
)
MAKE_EVENT = door_of(
    "makeEventOfWarning",
    "Make an event of a warning, prefilled with the numbers that fired it; once, unless `again`",
    {
        "201": json_of(
            ref("Warned"), "Created", REPLAYED | {"Location": {"schema": {"type": "string"}, "required": True}}
        ),
        **problems(*SENDING, 403, 404, 409, 422),
    },
    security=KEYED,
    parameters=[NUMBER, ONCE],
    requestBody=body_of(ref("NewWarned")),
)
TAKE_FORECASTS = door_of(
    "takeForecasts",
    "Tell what is expected of regions; rules that look ahead are held against it",
    {
        "200": json_of(ref("TakenForecasts"), "All are taken", REPLAYED),
        "207": json_of(ref("TakenForecasts"), "Some wait in the quarantine", REPLAYED),
        **problems(*SENDING, 403, 422),
    },
    security=KEYED,
    parameters=[ONCE],
    requestBody=body_of(ref("NewForecasts")),
)
LIST_RULES = door_of(
    "listRules",
    "The library of warning rules, each with how it has served at, inside and around a region",
    {"200": json_of(ref("Rules")), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[
        query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default")
    ],
)
WARNING_PATHS: dict[str, Part] = {
    "/api/v1/rules": {"get": LIST_RULES},
    "/api/v1/forecasts": {"post": TAKE_FORECASTS},
    "/api/v1/warnings": {"get": LIST_WARNINGS, "post": RAISE_WARNING},
    "/api/v1/warnings/{code}": {"get": READ_WARNING},
    "/api/v1/warnings/{code}/moves": {"post": MOVE_WARNING},
    "/api/v1/warnings/{code}/event": {"post": MAKE_EVENT},
}
