"""The paths of forms in the OpenAPI document."""

from data.doors.openapi_parts import OPEN, REGION, Part, any_of, door_of, file_of, in_path, json_of, problems, query
from data.doors.thing_files import XLSX
from data.ledgers.asked import MOST_CONDITIONS, MOST_FIELDS
from data.queries.forms import MOST
from data.view import LANGUAGES

ROWS: Part = {"type": "array", "items": {"type": "object", "required": ["code", "village"]}}
FILLED = json_of({"type": "object", "required": ["now", "rows", "next"], "properties": {"rows": ROWS}})
FILLED["content"] |= {form: {"schema": {"type": "string"}} for form in ("text/csv", XLSX)}
LANG = query("lang", any_of(LANGUAGES, empty=False))
FILL = door_of(
    "fillForm",
    "A form: the records of a ledger that meet the conditions, with the fields that are ticked; as a file, all of them",
    {"200": FILLED, **problems(400, 401, 403, 404, 503)},
    security=OPEN,
    parameters=[
        query("ledger", {"type": "string"}, "code of the ledger"),
        query("fields", {"type": "string"}, f"up to {MOST_FIELDS} codes of fields, with commas between"),
        query("where", {"type": "string"}, f"JSON: up to {MOST_CONDITIONS} conditions [field, op, value, …]"),
        query(
            "sort", {"type": "string"}, "code, village, or a field, with - before it the other way round; else by place"
        ),
        query("region", {"type": "string", "pattern": REGION}),
        query("after", {"type": "string"}, "next of the page before"),
        query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100}),
        query("format", any_of(("json", "csv", "xlsx"), empty=False)),
        query("title", {"type": "string"}, "what stands above the sheet"),
        LANG,
    ],
)
RUN = door_of(
    "readFormRun",
    "What a kept form was filled with at its time",
    {"200": file_of(XLSX), **problems(400, 401, 403, 404, 503)},
    security=OPEN,
    parameters=[in_path("code", {"type": "string"}), in_path("at", {"type": "string"}), LANG],
)
FORM_PATHS: dict[str, Part] = {"/api/v1/forms": {"get": FILL}, "/api/v1/forms/runs/{code}/{at}.xlsx": {"get": RUN}}
