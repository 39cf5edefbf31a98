"""The paths of indicators in the OpenAPI document."""

from data.doors.digest import XLSX
from data.doors.openapi_parts import OPEN, REGION, Part, any_of, door_of, file_of, in_path, json_of, problems, query
from data.indicator.definition import CODE
from data.view import LANGUAGES

OBJECT: Part = {"type": "object"}
ROWS: Part = {"type": "array", "items": OBJECT}
CODED: Part = in_path("code", {"type": "string", "pattern": f"^{CODE.pattern}$"})
PLACE: Part = query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default")
LANG: Part = query("lang", any_of(LANGUAGES, empty=False))
WHOLE: Part = {
    "type": "object",
    "required": ["definition", "words", "region", "place", "now", "values", "below", "versions", "restated"],
    "properties": {
        "definition": OBJECT,
        **dict.fromkeys(("words", "region", "place"), {"type": "string"}),
        "now": {"type": "string", "format": "date-time"},
        **dict.fromkeys(("values", "below", "versions", "restated"), ROWS),
    },
}
LISTED: Part = {"type": "object", "required": ["indicators"], "properties": {"indicators": ROWS}}


def _file(name: str, mimetype: str) -> Part:
    about = "The values of an indicator in a region, newest first, as a file"
    answers = {"200": file_of(mimetype), **problems(400, 401, 404, 503)}
    return door_of(name, about, answers, security=OPEN, parameters=[CODED, PLACE, LANG])


LIST = door_of(
    "listIndicators",
    "The tree of indicators with how each is found: reported, calculated, or counted from events",
    {"200": json_of(LISTED), **problems(400, 401, 503)},
    security=OPEN,
    parameters=[query("domain", {"type": "string"}), query("text", {"type": "string"}, "part of a name or code")],
)
READ = door_of(
    "readIndicator",
    "An indicator in a region: its definition and versions, its values beside province, target, last year and peers, "
    "and what was said otherwise before",
    {"200": json_of(WHOLE), **problems(400, 401, 404, 503)},
    security=OPEN,
    parameters=[CODED, PLACE],
)
INDICATOR_PATHS: dict[str, Part] = {
    "/api/v1/indicators": {"get": LIST},
    "/api/v1/indicators/{code}": {"get": READ},
    "/api/v1/indicators/{code}/values.csv": {"get": _file("indicatorCsv", "text/csv")},
    "/api/v1/indicators/{code}/values.xlsx": {"get": _file("indicatorXlsx", XLSX)},
}
