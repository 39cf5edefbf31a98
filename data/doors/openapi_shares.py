"""The paths of shared data in the OpenAPI document."""

from data.doors.openapi_parts import OPEN, REGION, Part, any_of, door_of, file_of, in_path, json_of, problems, query
from data.doors.thing_files import XLSX
from data.share_words import SHARE_STATES
from data.view import LANGUAGES

ROWS: Part = {"type": "array", "items": {"type": "object"}}
LISTED = json_of({"type": "object", "required": ["now", "rows"], "properties": {"rows": ROWS}})
GIVEN = json_of({"type": "object", "required": ["now", "provenance", "total", "rows"], "properties": {"rows": ROWS}})
GIVEN["content"] |= file_of("text/csv")["content"] | file_of(XLSX)["content"]
LANG = query("lang", any_of(LANGUAGES, empty=False))
WHERE = query("region", {"type": "string", "pattern": REGION})
KIND = in_path("kind", any_of(("json", "csv", "xlsx"), empty=False))


def _door(name: str, about: str, answer: Part, *parameters: Part) -> Part:
    answers = {"200": answer, **problems(400, 401, 403, 404, 503)}
    return {"get": door_of(name, about, answers, security=OPEN, parameters=[*parameters, LANG])}


SHARE_PATHS: dict[str, Part] = {
    "/api/v1/shares.json": _door(
        "shares",
        "Requests for data, and what was granted",
        LISTED,
        query("state", any_of(SHARE_STATES)),
    ),
    "/api/v1/shares/deliveries.json": _door("deliveries", "What flowed in a region, the newest first", LISTED, WHERE),
    "/api/v1/shares/{code}.{kind}": _door(
        "shared",
        "The rows that a grant gives, masked by the reader's clearance; each delivery is kept",
        GIVEN,
        in_path("code", {"type": "string", "pattern": r"^H\d{8}-\d{4,8}$", "examples": ["H20240725-4830"]}),
        KIND,
    ),
    "/api/v1/feedback/{resource}.{kind}": _door(
        "feedback",
        "What a resource (a ledger by its bare code) holds of a town's, village's or grid's own; each delivery is kept",
        GIVEN,
        in_path("resource", {"type": "string", "pattern": "^([a-z]{1,16}:)?[a-z_]{1,32}$", "examples": ["residents"]}),
        KIND,
        WHERE,
    ),
}
