"""The paths of returned data and of the catalogue in the OpenAPI document."""

from typing import Any

from data.doors.catalogue import ASKED
from data.doors.openapi_parts import OPEN, REGION, Part, any_of, door_of, file_of, in_path, json_of, problems, query
from data.doors.returns import FAULTS_ASKED, LOTS_ASKED
from data.doors.thing_files import XLSX
from data.view import LANGUAGES

ROWS: Part = {"type": "array", "items": {"type": "object"}}
TEXT: Part = {"type": "string"}
ANSWER: Part = {
    "type": "object",
    "required": ["region", "now", "provenance", "total", "rows"],
    "properties": {
        **dict.fromkeys(("region", "provenance"), TEXT),
        "now": {"type": "string", "format": "date-time"},
        "total": {"type": "integer"},
        "rows": ROWS,
    },
}


def _door(name: str, about: str, words: dict[str, Any]) -> Part:
    answer = json_of(ANSWER)
    answer["content"] |= file_of("text/csv")["content"] | file_of(XLSX)["content"]
    asked = [query(one, any_of(known) if known else TEXT) for one, known in words.items()]
    return door_of(
        name,
        about,
        {"200": answer, **problems(400, 401, 404, 503)},
        security=OPEN,
        parameters=[
            in_path("kind", any_of(("json", "csv", "xlsx"), empty=False)),
            query("region", {"type": "string", "pattern": REGION}),
            *asked,
            query("lang", any_of(LANGUAGES, empty=False)),
        ],
    )


RETURN_PATHS: dict[str, Part] = {
    "/api/v1/returns/faults.{kind}": {
        "get": _door(
            "returnFaults", "What is wrong with the data of a region now, with whose they are", dict(FAULTS_ASKED)
        )
    },
    "/api/v1/returns/lots.{kind}": {
        "get": _door("returnLots", "Lots of faults that were sent back to their source", dict(LOTS_ASKED))
    },
}
RETURN_PATHS |= {
    "/api/v1/catalogue/resources.{kind}": {
        "get": _door("resources", "Data resources: fields with class, freshness, soundness, terms", ASKED["resources"])
    },
    "/api/v1/catalogue/open.{kind}": {
        "get": _door("open", "Data that the public may have: fields, terms, rhythm, rows", ASKED["open"])
    },
    "/api/v1/catalogue/scenarios.{kind}": {
        "get": _door("scenarios", "Scenarios with their resources, use and evaluation", ASKED["scenarios"])
    },
}
