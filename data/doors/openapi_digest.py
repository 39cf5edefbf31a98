"""The paths of reports (通报) in the OpenAPI document."""

from data.doors.digest import XLSX
from data.doors.openapi_parts import (
    MOMENT_OR_NOW,
    OPEN,
    REGION,
    Part,
    any_of,
    door_of,
    file_of,
    json_of,
    problems,
    query,
)
from data.view import LANGUAGES, WINDOWS

TEXT: Part = {"type": "string"}
ROWS: Part = {"type": "array", "items": {"type": "object"}}
DIGEST: Part = {
    "type": "object",
    "required": [
        "region",
        "place",
        "window",
        "first",
        "last",
        "as_of",
        "provenance",
        "lines",
        "rates",
        "lists",
        "spots",
    ],
    "properties": {
        **dict.fromkeys(("region", "place", "window", "first", "last", "provenance"), TEXT),
        "as_of": {"type": ["string", "null"], "format": "date-time"},
        **dict.fromkeys(("lines", "rates", "spots"), ROWS),
        "lists": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
    },
}


def _digest(name: str, answer: Part) -> Part:
    return door_of(
        name,
        "A report of the window: what came in, was closed, is late, came back, was passed on; five rates; which cases",
        {"200": answer, **problems(400, 401, 404, 503)},
        security=OPEN,
        parameters=[
            query("region", {"type": "string", "pattern": REGION}),
            query("window", any_of(WINDOWS, empty=False)),
            query("at", MOMENT_OR_NOW),
            query("lang", any_of(LANGUAGES, empty=False)),
        ],
    )


DIGEST_PATHS: dict[str, Part] = {
    "/api/v1/digest.json": {"get": _digest("digestJson", json_of(DIGEST))},
    "/api/v1/digest.csv": {"get": _digest("digestCsv", file_of("text/csv"))},
    "/api/v1/digest.xlsx": {"get": _digest("digestXlsx", file_of(XLSX))},
}
