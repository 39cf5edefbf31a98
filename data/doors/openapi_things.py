"""The paths of the registers and of CAP in the OpenAPI document."""

from data.cap.atom import MIME as ATOM
from data.cap.write import MIME as CAP
from data.doors.openapi_parts import (
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
)
from data.queries.things import GRADES, LONGEST_TEXT, MOST
from data.things.fields import BERTHS
from data.view import LANGUAGES
from data.words import KINDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAYER = in_path("layer", any_of(KINDS, empty=False))
CODE = in_path("code", {"type": "string", "pattern": "^[A-Za-z0-9_.:()+-]{1,48}$", "examples": ["FX-1"]})
FILTERS = [
    query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default"),
    query("layer", any_of(KINDS)),
    query("kind", {"type": "string"}, "one of the layer's kinds"),
    query("grade", any_of(GRADES), "risk points: 1 red .. 4 blue"),
    query("berth", any_of(BERTHS), "vessels: in port or at sea"),
    query("text", {"type": "string", "maxLength": LONGEST_TEXT}, "a part of the name, or the beginning of a code"),
]
ABOUT = {
    "layer": "the register",
    "code": "what it is known by in its register",
    "name": "",
    "kind": "a kind of the register, by code or word",
    "grade": "risk points: 1 red .. 4 blue, or the word",
    "lon": "with lat, in `crs`; or a region",
    "lat": "",
    "crs": "wgs84 (the default), cgcs2000, gcj02, bd09 or EPSG:nnnn",
    "region": "code of the region it stands in, where there are no coordinates; of a vessel, its home",
    "quantity": "of resources: how many",
    "as_of": "when it was so; without an offset, local time",
    "provenance": "published, measured or simulated",
    "persons": "the chain of those who answer for it: level/post/name/telephone; …",
    "attributes": "the fields of its register (docs/import.md); they may stand beside the others as well",
    "reason": "why, for the history",
}
PROPERTIES: Part = {name: {"description": words} if words else {} for name, words in ABOUT.items()}
NEW: Part = {"type": "object", "required": ["code", "name", "kind"], "properties": PROPERTIES}
MANY: Part = {
    "type": "object",
    "required": ["things"],
    "properties": {"things": {"type": "array", "items": NEW, "minItems": 1, "maxItems": 1000}},
    "additionalProperties": False,
}
THING: Part = {
    "type": "object",
    "required": ["url", "layer", "code", "name", "kind", "lon", "lat", "as_of", "provenance", "seq", "attributes"],
}
TAKEN: Part = {
    "type": "object",
    "required": ["outcome", "layer", "code", "seq", "url"],
    "properties": {"outcome": any_of(("created", "changed", "known"), empty=False)},
}
SEQ: Part = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1, "description": "the state its teller saw"}
LISTED = json_of(
    {"type": "object", "required": ["now", "things", "next"], "properties": {"things": {"items": THING}}},
    headers={"Link": {"schema": {"type": "string"}}},
)
LISTED["content"] |= {form: {"schema": {"type": "string"}} for form in ("text/csv", XLSX)}
LISTED["content"]["application/geo+json"] = {"schema": {"type": "object", "required": ["type", "features"]}}
CREATED = {
    "201": json_of(TAKEN, "Created", REPLAYED | {"Location": {"schema": {"type": "string"}}}),
    "200": json_of(TAKEN, "Changed, or known as it is", REPLAYED),
}
SUMS: Part = {"type": "object", "required": ["created", "changed", "known", "quarantined", "results"]}
LIST_THINGS = door_of(
    "listThings",
    "Things of a register; as a file, all of them",
    {"200": LISTED, **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[
        *FILTERS,
        query("after", {"type": "string"}, "next of the page before"),
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100}),
        query("format", any_of(("json", "geojson", "csv", "xlsx"), empty=False)),
        query("lang", any_of(LANGUAGES, empty=False)),
    ],
)
READ_THING = door_of(
    "readThing",
    "A thing with its history",
    {"200": json_of(THING), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[LAYER, CODE],
)
TELL_THINGS = door_of(
    "tellThings",
    "Tell of a thing, or of up to 1,000; those known become what is told",
    CREATED | {"207": json_of(SUMS, "Each on its own account", REPLAYED), **problems(*SENDING, 404, 409, 422)},
    security=KEYED,
    parameters=[ONCE],
    requestBody=body_of({"anyOf": [NEW | {"required": ["layer", *NEW["required"]]}, MANY]}),
)
PUT_THING = door_of(
    "putThing",
    "The thing becomes exactly what is told",
    CREATED | problems(*SENDING, 404, 409, 422),
    security=KEYED,
    parameters=[LAYER, CODE, ONCE],
    requestBody=body_of(
        {
            "type": "object",
            "required": ["name", "kind"],
            "properties": PROPERTIES | {"seq": {"anyOf": [SEQ, {"type": "null"}]}},
        }
    ),
)
RETIRE_THING = door_of(
    "retireThing",
    "It is no longer there",
    {"200": json_of(TAKEN, headers=REPLAYED), **problems(*SENDING, 403, 404, 409, 422)},
    security=KEYED,
    parameters=[LAYER, CODE, ONCE],
    requestBody=body_of(
        {
            "type": "object",
            "required": ["reason"],
            "properties": {"reason": {"type": "string"}, "seq": {"anyOf": [SEQ, {"type": "null"}]}},
            "additionalProperties": False,
        }
    ),
)
MESSAGE: Part = {"type": "string", "description": "one CAP 1.2 message"}
HEARD: Part = {
    "type": "object",
    "required": ["outcome", "detail"],
    "properties": {"outcome": any_of(("raised", "updated", "cleared", "kept", "known"), empty=False)},
}
TELL_CAP = door_of(
    "takeCap",
    "A warning of another office as a CAP 1.2 message",
    {
        "201": json_of(HEARD, "It raised a warning", REPLAYED | {"Location": {"schema": {"type": "string"}}}),
        "200": json_of(HEARD, "It changed one, was kept, or is known", REPLAYED),
        **problems(*SENDING, 422),
    },
    security=KEYED,
    parameters=[ONCE],
    requestBody={"required": True, "content": {form: {"schema": MESSAGE} for form in (CAP, "application/xml")}},
)
NUMBER = in_path("code", WARNING_CODE)
READ_CAP = door_of(
    "readCap",
    "The newest CAP message of a warning",
    {"200": {"description": "OK", "content": {CAP: {"schema": MESSAGE}}}, **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[NUMBER],
)
FEED = door_of(
    "warningFeed",
    "Live warnings as an Atom feed (RFC 4287), the newest first",
    {"200": {"description": "OK", "content": {ATOM: {"schema": {"type": "string"}}}}, **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[FILTERS[0]],
)
THING_PATHS: dict[str, Part] = {
    "/api/v1/things": {"get": LIST_THINGS, "post": TELL_THINGS},
    "/api/v1/things/{layer}/{code}": {"get": READ_THING, "put": PUT_THING},
    "/api/v1/things/{layer}/{code}/retire": {"post": RETIRE_THING},
    "/api/v1/cap": {"post": TELL_CAP},
    "/api/v1/warnings/{code}.cap": {"get": READ_CAP},
    "/api/v1/warnings.atom": {"get": FEED},
}
