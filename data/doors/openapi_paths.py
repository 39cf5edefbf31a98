"""The paths of the OpenAPI document: what each door is asked, and every status that it can answer with."""

from data.doors.openapi_parts import (
    CODE,
    EVENT_CODE,
    KEYED,
    MOMENT_OR_NOW,
    ONCE,
    OPEN,
    REGION,
    REPLAYED,
    SENDING,
    Part,
    any_of,
    body_of,
    door_of,
    file_of,
    in_path,
    json_of,
    problems,
    query,
    ref,
)
from data.queries.event_filters import EVENT_STATES, LONGEST_TEXT
from data.queries.event_list import MOST, SORTS
from data.view import LANGUAGES, LAYERS, METRICS, SKINS, WINDOWS
from data.words import GRADES, SOURCES, STATES

VIEW = [
    query(
        "region",
        {"type": "string", "pattern": REGION},
        "code of a region; the city by default, or the sender's own region",
    ),
    query("window", any_of(WINDOWS, empty=False), "by the moment of the report"),
    query("at", MOMENT_OR_NOW, "the moment looked back to, not after the city's now; now by default"),
]
LOOKS = [
    query("layers", {"type": "string", "description": f"comma delimited: {', '.join(LAYERS)}"}),
    query("slice", {"type": "string"}, "narrows figures of events, as in category:flood"),
    query("metric", any_of(METRICS, empty=False)),
    query("storm", {"type": "string", "pattern": "^([0-9]{7}[NS][0-9]{5}|CMA[0-9]{4}([0-9]{4})?)?$"}),
    query("lang", any_of(LANGUAGES, empty=False)),
    query("skin", any_of(SKINS, empty=False)),
    query(
        "distance",
        {"type": "string", "pattern": "^(([1-9]|1[0-9])(\\.[0-9])?)?$"},
        "of the readers, in heights of the picture",
    ),
]
FILTERS = [
    query("category", {"type": "string", "pattern": CODE}, "first level of the category tree"),
    query("leaf", {"type": "string", "pattern": CODE}, "the finest category known"),
    query("source", any_of(SOURCES)),
    query("grade", any_of(GRADES)),
    query("stage", any_of(STATES)),
    query("agency", {"type": "string", "pattern": CODE}, "code of the agency that handles it"),
    query("line", {"type": "string", "pattern": CODE}, "code of the hotline or express line it came in by"),
    query("state", any_of(EVENT_STATES), "states of open events disregard where the window begins"),
    query("text", {"type": "string", "maxLength": LONGEST_TEXT}, "a part of the title, or a whole code"),
]
SORT = query("sort", any_of(SORTS, empty=False), "deadline_at lists open events only")
LANG = query("lang", any_of(LANGUAGES, empty=False))
EVENT = in_path("code", EVENT_CODE)
TAKE_IN = door_of(
    "takeIn",
    "Report an event, or a batch",
    {
        "201": json_of(ref("Taken"), "Created", REPLAYED | {"Location": {"schema": {"type": "string"}}}),
        "200": json_of(ref("Taken"), "Known before", REPLAYED),
        "207": json_of(ref("Batch"), "Each on its own account", REPLAYED),
        **problems(*SENDING, 422),
    },
    security=KEYED,
    parameters=[ONCE],
    requestBody=body_of({"anyOf": [ref("NewEvent"), ref("NewEvents")]}),
)
FOUND = door_of(
    "listEvents",
    "Find events",
    {
        "200": json_of(ref("Events"), headers={"Link": {"schema": {"type": "string"}}}),
        **problems(400, 401, 404, 503),
    },
    security=OPEN,
    parameters=[
        *VIEW,
        *FILTERS,
        SORT,
        query("after", {"type": "string"}, "next of the page before"),
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100}),
    ],
)
ONE = door_of(
    "readEvent",
    "An event and its history",
    {"200": json_of(ref("EventWhole")), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[EVENT, VIEW[2]],
)
MOVED = door_of(
    "moveEvent",
    "Make a move",
    {"200": json_of(ref("EventWhole"), headers=REPLAYED), **problems(*SENDING, 403, 404, 409, 422)},
    security=KEYED,
    parameters=[EVENT, ONCE],
    requestBody=body_of(ref("Move")),
)


def _export(name: str, mimetype: str) -> Part:
    answers = {"200": file_of(mimetype), **problems(400, 401, 404, 503)}
    return door_of(
        name, "All events of a filter as a file", answers, security=OPEN, parameters=[*VIEW, *FILTERS, SORT, LANG]
    )


def _panel(name: str, content: Part) -> Part:
    key = in_path("key", {"type": "string", "pattern": "^[a-z0-9_-]+$", "examples": ["funnel"]})
    return door_of(
        name, "What a panel shows", {"200": content, **problems(400, 404, 503)}, parameters=[key, *VIEW, *LOOKS]
    )


ROWS: Part = {"type": "array", "items": {"type": "object"}}
REGION_SHAPE: Part = {
    "type": "object",
    "required": ["code", "name", "level", "level_name", "lon", "lat"],
    "properties": {
        "code": {"type": "string"},
        "name": {"type": "string"},
        "level": {"type": "integer", "minimum": 1, "maximum": 6},
        "level_name": {"type": "string"},
        "lon": {"type": "number"},
        "lat": {"type": "number"},
    },
}
PANEL_SHAPE: Part = {"type": "object", "required": ["key", "region", "rows", "columns", "provenance", "freshness"]}
PATHS: dict[str, Part] = {
    "/api/v1/events": {"get": FOUND, "post": TAKE_IN},
    "/api/v1/events/{code}": {"get": ONE},
    "/api/v1/events/{code}/moves": {"post": MOVED},
    "/api/v1/events.csv": {"get": _export("exportCsv", "text/csv")},
    "/api/v1/events.xlsx": {
        "get": _export("exportXlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    },
    "/api/v1/panels": {"get": door_of("listPanels", "The panels", {"200": json_of(ROWS)})},
    "/api/v1/panels/{key}.json": {"get": _panel("panelJson", json_of(PANEL_SHAPE))},
    "/api/v1/panels/{key}.csv": {"get": _panel("panelCsv", file_of("text/csv"))},
    "/api/v1/regions": {
        "get": door_of(
            "findRegions",
            "Find regions by name, pinyin or code",
            {"200": json_of({"type": "array", "items": REGION_SHAPE}), **problems(400, 503)},
            parameters=[query("q", {"type": "string", "maxLength": 40}), LANG],
        )
    },
    "/api/v1/regions/{code}": {
        "get": door_of(
            "readRegion",
            "A region with what is above and below it",
            {"200": json_of(REGION_SHAPE), **problems(400, 404, 503)},
            parameters=[
                in_path("code", {"type": "string", "pattern": REGION.replace("?", "")}),
                query("tree", any_of(("spine", "statutory"), empty=False)),
            ],
        )
    },
}
