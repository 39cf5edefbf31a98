"""The paths of the assessment in the OpenAPI document."""

from data.assessment.measures import AUDIENCES
from data.doors.openapi_parts import MOMENT_OR_NOW, OPEN, REGION, Part, any_of, door_of, file_of, problems, query
from data.doors.thing_files import XLSX
from data.view import LANGUAGES, WINDOWS


def _assessment(name: str, mimetype: str) -> Part:
    return door_of(
        name,
        "Departments, counties or towns scored by the declared rules, as a file; for leaders, heads of department, "
        "auditors and administrators",
        {"200": file_of(mimetype), **problems(400, 401, 403, 404, 503)},
        security=OPEN,
        parameters=[
            query("region", {"type": "string", "pattern": REGION}),
            query("window", any_of(WINDOWS, empty=False)),
            query("at", MOMENT_OR_NOW),
            query("lang", any_of(LANGUAGES, empty=False)),
            query("tier", any_of(AUDIENCES)),
            query("by", {"type": "string"}, "key of a line of the rules, by whose score the rows are told"),
        ],
    )


ASSESSMENT_PATHS: dict[str, Part] = {
    "/api/v1/assessment.csv": {"get": _assessment("assessmentCsv", "text/csv")},
    "/api/v1/assessment.xlsx": {"get": _assessment("assessmentXlsx", XLSX)},
}
