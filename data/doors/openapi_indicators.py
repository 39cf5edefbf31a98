"""The paths of indicators in the OpenAPI document."""

from data.doors.digest import XLSX
from data.doors.openapi_parts import (
    MOMENT_OR_NOW,
    OPEN,
    REGION,
    Part,
    any_of,
    door_of,
    file_of,
    in_path,
    json_of,
    problems,
    query,
)
from data.indicator.definition import CODE
from data.view import LANGUAGES

OBJECT: Part = {"type": "object"}
ROWS: Part = {"type": "array", "items": OBJECT}
CODED: Part = in_path("code", {"type": "string", "pattern": f"^{CODE.pattern}$"})
PLACE: Part = query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default")
AT: Part = query("at", MOMENT_OR_NOW, "a moment of the past; now where it is empty")
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


DOWN: Part = any_of(("1",))
ORDER = [query("sort", {"type": "string"}, "column to order by"), query("down", DOWN, "1: the highest first")]
BY = [query("by", {"type": "string"}, "column to order by"), query("bydown", DOWN, "1: the highest first")]
SOUGHT = [query("domain", {"type": "string"}), query("text", {"type": "string"}, "part of a name or code")]
FILES = {"csv": "text/csv", "xlsx": XLSX}


def _files(path: str, name: str, about: str, parameters: list[Part]) -> dict[str, Part]:
    """A table as CSV and as a workbook."""
    return {
        f"/api/v1/indicators{path}.{kind}": {
            "get": door_of(
                f"{name}{kind.capitalize()}",
                about,
                {"200": file_of(mimetype), **problems(400, 401, 404, 503)},
                security=OPEN,
                parameters=[*parameters, LANG],
            )
        }
        for kind, mimetype in FILES.items()
    }


LIST = door_of(
    "listIndicators",
    "The tree of indicators with how each is found: reported, calculated, or counted from events",
    {"200": json_of(LISTED), **problems(400, 401, 503)},
    security=OPEN,
    parameters=SOUGHT,
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
    **_files("/tree", "indicators", "The tree of indicators as its page lists it", [PLACE, AT, *SOUGHT, *ORDER]),
    **_files("/{code}/values", "indicator", "The values of an indicator in a region", [CODED, PLACE, AT, *ORDER]),
    **_files("/{code}/below", "indicatorBelow", "An indicator one level below a region", [CODED, PLACE, AT, *BY]),
}
