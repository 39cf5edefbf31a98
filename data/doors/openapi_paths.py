"""The paths of the OpenAPI document: what each door is asked, and every status that it can answer with."""

from http import HTTPStatus
from typing import Any

from data.queries.event_filters import EVENT_STATES, LONGEST_TEXT
from data.queries.event_list import MOST, SORTS
from data.view import LANGUAGES, LAYERS, METRICS, SKINS, WINDOWS
from data.words import GRADES, SOURCES, STATES

Part = dict[str, Any]
REGION = "^([0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{15}|[0-9]{18})?$"
CODE = r"^[\w.:/()+-]{0,64}$"
OPEN: list[Part] = [{}, {"key": []}]  # read by anyone; a key widens what is seen
KEYED: list[Part] = [{"key": []}]
MOMENT: Part = {"type": "string", "format": "date-time"}


def _query(name: str, schema: Part, about: str = "") -> Part:
    return {"name": name, "in": "query", "required": False, "schema": schema} | (
        {"description": about} if about else {}
    )


def _in_path(name: str, schema: Part) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _any(words: Any, *, empty: bool = True) -> Part:
    return {"type": "string", "enum": [*([""] if empty else []), *words]}


def _ref(model: str) -> Part:
    return {"$ref": f"#/components/schemas/{model}"}


def _json(schema: Part, about: str = "OK", headers: Part | None = None) -> Part:
    return {"description": about, "content": {"application/json": {"schema": schema}}} | (
        {"headers": headers} if headers else {}
    )


def _file(mimetype: str) -> Part:
    return {"description": "OK", "content": {mimetype: {"schema": {"type": "string"}}}}


def _problems(*statuses: int) -> Part:
    """Problem documents; 401 says how to show a key."""
    shape = {"application/problem+json": {"schema": _ref("Problem")}}
    named = {str(status): {"description": HTTPStatus(status).phrase, "content": shape} for status in statuses}
    if "401" in named:
        named["401"] |= {"headers": {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}}
    return named


def _door(name: str, about: str, answers: Part, *, security: Any = None, **more: Any) -> Part:
    return {"operationId": name, "summary": about, "responses": answers, "security": security or []} | more


VIEW = [
    _query(
        "region",
        {"type": "string", "pattern": REGION},
        "code of a region; the city by default, or the sender's own region",
    ),
    _query("window", _any(WINDOWS, empty=False), "by the moment of the report"),
    _query("at", MOMENT, "the moment looked back to; now by default"),
]
LOOKS = [
    _query("layers", {"type": "string", "description": f"comma delimited: {', '.join(LAYERS)}"}),
    _query("slice", {"type": "string"}, "narrows figures of events, as in category:flood"),
    _query("metric", _any(METRICS, empty=False)),
    _query("storm", {"type": "string", "pattern": "^([0-9]{7}[NS][0-9]{5})?$"}),
    _query("lang", _any(LANGUAGES, empty=False)),
    _query("skin", _any(SKINS, empty=False)),
]
FILTERS = [
    _query("category", {"type": "string", "pattern": CODE}, "first level of the category tree"),
    _query("leaf", {"type": "string", "pattern": CODE}, "the finest category known"),
    _query("source", _any(SOURCES)),
    _query("grade", _any(GRADES)),
    _query("stage", _any(STATES)),
    _query("agency", {"type": "string", "pattern": CODE}, "code of the agency that handles it"),
    _query("state", _any(EVENT_STATES), "states of open events disregard where the window begins"),
    _query("text", {"type": "string", "maxLength": LONGEST_TEXT}, "a part of the title, or a whole code"),
]
SORT = _query("sort", _any(SORTS, empty=False), "deadline_at lists open events only")
LANG = _query("lang", _any(LANGUAGES, empty=False))
ID = _in_path("id", {"type": "integer", "minimum": 1, "maximum": 2**31 - 1, "examples": [1]})
ONCE: Part = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!#-~]{1,128}$"},
    "description": "the same request under the same key is answered as it was the first time, for 7 days",
}
REPLAYED: Part = {"Idempotent-Replayed": {"schema": {"type": "string", "enum": ["true"]}}}
SENDING = (400, 401, 413, 415, 503)


def _body(schema: Part) -> Part:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


TAKE_IN = _door(
    "takeIn",
    "Report an event, or a batch",
    {
        "201": _json(_ref("Taken"), "Created", REPLAYED | {"Location": {"schema": {"type": "string"}}}),
        "200": _json(_ref("Taken"), "Known before", REPLAYED),
        "207": _json(_ref("Batch"), "Each on its own account", REPLAYED),
        **_problems(*SENDING, 422),
    },
    security=KEYED,
    parameters=[ONCE],
    requestBody=_body({"anyOf": [_ref("NewEvent"), _ref("NewEvents")]}),
)
FOUND = _door(
    "listEvents",
    "Find events",
    {
        "200": _json(_ref("Events"), headers={"Link": {"schema": {"type": "string"}}}),
        **_problems(400, 401, 404, 503),
    },
    security=OPEN,
    parameters=[
        *VIEW,
        *FILTERS,
        SORT,
        _query("after", {"type": "string"}, "next of the page before"),
        _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100}),
    ],
)
ONE = _door(
    "readEvent",
    "An event and its history",
    {"200": _json(_ref("EventWhole")), **_problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[ID, VIEW[2]],
)
MOVED = _door(
    "moveEvent",
    "Make a move",
    {"200": _json(_ref("EventWhole"), headers=REPLAYED), **_problems(*SENDING, 403, 404, 409, 422)},
    security=KEYED,
    parameters=[ID, ONCE],
    requestBody=_body(_ref("Move")),
)


def _export(name: str, mimetype: str) -> Part:
    answers = {"200": _file(mimetype), **_problems(400, 401, 404, 503)}
    return _door(
        name, "All events of a filter as a file", answers, security=OPEN, parameters=[*VIEW, *FILTERS, SORT, LANG]
    )


def _panel(name: str, content: Part) -> Part:
    key = _in_path("key", {"type": "string", "pattern": "^[a-z0-9_-]+$", "examples": ["funnel"]})
    return _door(
        name, "What a panel shows", {"200": content, **_problems(400, 404, 503)}, parameters=[key, *VIEW, *LOOKS]
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
    "/api/v1/events/{id}": {"get": ONE},
    "/api/v1/events/{id}/moves": {"post": MOVED},
    "/api/v1/events.csv": {"get": _export("exportCsv", "text/csv")},
    "/api/v1/events.xlsx": {
        "get": _export("exportXlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    },
    "/api/v1/panels": {"get": _door("listPanels", "The panels", {"200": _json(ROWS)})},
    "/api/v1/panels/{key}.json": {"get": _panel("panelJson", _json(PANEL_SHAPE))},
    "/api/v1/panels/{key}.csv": {"get": _panel("panelCsv", _file("text/csv"))},
    "/api/v1/regions": {
        "get": _door(
            "findRegions",
            "Find regions by name, pinyin or code",
            {"200": _json({"type": "array", "items": REGION_SHAPE}), **_problems(400, 503)},
            parameters=[_query("q", {"type": "string", "maxLength": 40}), LANG],
        )
    },
    "/api/v1/regions/{code}": {
        "get": _door(
            "readRegion",
            "A region with what is above and below it",
            {"200": _json(REGION_SHAPE), **_problems(400, 404, 503)},
            parameters=[
                _in_path("code", {"type": "string", "pattern": REGION.replace("?", "")}),
                _query("tree", _any(("spine", "statutory"), empty=False)),
            ],
        )
    },
}
