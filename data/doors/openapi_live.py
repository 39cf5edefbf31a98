"""The paths of the push in the OpenAPI document."""

from data.doors.openapi_parts import MOMENT, OPEN, Part, any_of, door_of, file_of, json_of, problems, query
from data.words import PROVENANCE

LAST = query("last", {"type": "string"}, "id of the last event that was heard")
TEXT: Part = {"type": "string"}
TOLD: Part = {
    "type": "object",
    "description": "{topic: revision}, the city's minute since 1970, and `sign`: ms since 1970 of this answer",
    "required": ["minute", "sign"],
    "additionalProperties": {"type": "integer"},
}
ALARM: Part = {
    "type": "object",
    "required": ["kind", "level", "code", "at", "place", "way", "provenance", "words"],
    "properties": {
        "kind": any_of(("warning", "event"), empty=False),
        "level": {"type": "integer", "enum": [1, 2], "description": "1 red, or an event of grade S; 2 orange"},
        "at": MOMENT,
        **dict.fromkeys(("code", "place", "way"), TEXT),
        "provenance": any_of(PROVENANCE, empty=False),
        "words": {"type": "object", "required": ["zh", "en"], "additionalProperties": TEXT},
    },
}
MISSED: Part = {
    "type": "object",
    "description": "{kind: how many alarms there were besides}; empty where all are told",
    "additionalProperties": {"type": "integer"},
}
NOW: Part = {
    "type": "object",
    "required": ["revisions", "alarms", "missed", "last"],
    "properties": {"revisions": TOLD, "alarms": {"type": "array", "items": ALARM}, "missed": MISSED, "last": TEXT},
}
STREAM = door_of(
    "listen",
    "Server-sent events: revisions, alarm, missed, beat",
    {"200": file_of("text/event-stream"), **problems(400, 401, 429, 503)},
    security=OPEN,
    parameters=[LAST],
)
ASKED = door_of(
    "readRevisions",
    "What moved, and the alarms since `last`: the stream once",
    {"200": json_of(NOW), **problems(400, 401, 503)},
    security=OPEN,
    parameters=[LAST],
)
LIVE_PATHS: dict[str, Part] = {"/api/v1/live": {"get": STREAM}, "/api/v1/revisions": {"get": ASKED}}
