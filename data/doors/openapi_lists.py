"""The paths of the three lists and of archives in the OpenAPI document."""

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
from data.doors.thing_files import XLSX
from data.list_words import LIST_KINDS, STANDS
from data.queries.grids import SORTS as GRID_SORTS
from data.queries.lists import LONGEST_TEXT, SORTS
from data.view import LANGUAGES, WINDOWS

TEXT: Part = {"type": "string"}
ROWS: Part = {"type": "array", "items": {"type": "object"}}
LISTS: Part = {
    "type": "object",
    "required": ["region", "now", "provenance", "counts", "total", "below", "rows"],
    "properties": {
        **dict.fromkeys(("region", "provenance"), TEXT),
        "now": {"type": "string", "format": "date-time"},
        "counts": {"type": "object"},
        "total": {"type": "integer"},
        **dict.fromkeys(("below", "rows"), ROWS),
    },
}
LANG = query("lang", any_of(LANGUAGES, empty=False))


def _lists(name: str, answer: Part) -> Part:
    orders = [*SORTS, *(f"-{one}" for one in SORTS)]
    return door_of(
        name,
        "Development, issue and task lists of a region and all below it, as the page lists them",
        {"200": answer, **problems(400, 401, 404, 503)},
        security=OPEN,
        parameters=[
            query("region", {"type": "string", "pattern": REGION}),
            query("list", any_of(LIST_KINDS)),
            query("stand", any_of(STANDS), "open holds those past their term too"),
            query(
                "find", {"type": "string"}, f"a part of the title, at most {LONGEST_TEXT} characters, or a whole code"
            ),
            query("office", {"type": "string"}, "code of an agency that answers for them, or was asked to join"),
            query("by", any_of(orders)),
            LANG,
        ],
    )


LIST_PATHS: dict[str, Part] = {
    "/api/v1/lists.json": {"get": _lists("listsJson", json_of(LISTS))},
    "/api/v1/lists.csv": {"get": _lists("listsCsv", file_of("text/csv"))},
    "/api/v1/lists.xlsx": {"get": _lists("listsXlsx", file_of(XLSX))},
}


def _archive(name: str, answer: Part) -> Part:
    return door_of(
        name,
        "All that is known of a region: its profile and blocks of figures and rows, each with as-of and provenance",
        {"200": answer, **problems(400, 401, 404, 503)},
        security=OPEN,
        parameters=[in_path("code", {"type": "string", "pattern": REGION}), LANG],
    )


GRIDS: Part = {
    "type": "object",
    "required": ["region", "now", "as_of", "grids", "provenance", "total", "rows"],
    "properties": {"region": TEXT, "grids": {"type": "boolean"}, "total": {"type": "object"}, "rows": ROWS},
}


def _grids(name: str, answer: Part) -> Part:
    return door_of(
        name,
        "Grids of a town and below, else the regions below: people, staff, party, coverage, load",
        {"200": answer, **problems(400, 401, 404, 503)},
        security=OPEN,
        parameters=[
            query("region", {"type": "string", "pattern": REGION}),
            query("window", any_of(WINDOWS, empty=False)),
            query("at", MOMENT_OR_NOW),
            query("by", any_of([*GRID_SORTS, *(f"-{one}" for one in GRID_SORTS)])),
            query("vacant", any_of(("1",)), "only where not every grid has staff"),
            LANG,
        ],
    )


ARCHIVE: Part = {
    "type": "object",
    "required": ["region", "name", "now", "profile", "blocks"],
    "properties": {**dict.fromkeys(("region", "name"), TEXT), "profile": {"type": ["object", "null"]}, "blocks": ROWS},
}
LIST_PATHS |= {
    "/api/v1/grids.json": {"get": _grids("gridsJson", json_of(GRIDS))},
    "/api/v1/grids.csv": {"get": _grids("gridsCsv", file_of("text/csv"))},
    "/api/v1/grids.xlsx": {"get": _grids("gridsXlsx", file_of(XLSX))},
    "/api/v1/archive/{code}.json": {"get": _archive("archiveJson", json_of(ARCHIVE))},
    "/api/v1/archive/{code}.xlsx": {"get": _archive("archiveXlsx", file_of(XLSX))},
    "/api/v1/archive/{code}.pdf": {"get": _archive("archivePdf", file_of("application/pdf"))},
}
