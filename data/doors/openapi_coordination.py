"""The paths of coordinated visits in the OpenAPI document."""

from data.coordination.words import DANGER_STATES, STATES, WAYS
from data.doors.accountability import XLSX
from data.doors.openapi_parts import (
    CODE,
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
from data.queries.coordination_calls import SORTS
from data.queries.coordination_counts import BY
from data.view import LANGUAGES

ROWS: Part = {"type": "array", "items": {"type": "object"}}
TOLD: Part = {"type": "object", "required": ["now", "region", "rows"], "properties": {"rows": ROWS}}
ASKED = [
    in_path("kind", {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,31}$", "examples": ["inspection"]}),
    query("region", {"type": "string", "pattern": REGION}),
    query("month", {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$"}, "by the day that now stands"),
    query("lang", any_of(LANGUAGES, empty=False)),
]
NARROWED = {
    "calls": [
        query("state", any_of(STATES)),
        query("way", any_of(WAYS)),
        query("agency", {"type": "string", "pattern": CODE}),
        query("text", {"type": "string", "maxLength": 48}, "a part of the name, or a whole code"),
        query("news", any_of(("1",)), "decisions that their departments have not noted"),
        query("sort", any_of([*SORTS, *(f"-{one}" for one in SORTS)])),
    ],
    "counts": [query("by", any_of(BY))],
    "dangers": [query("danger", any_of(DANGER_STATES))],
}
ABOUT = {
    "calls": "Visits of a month as their page lists them",
    "counts": "What was filed, carried out and spared",
    "dangers": "Hidden dangers that visits have found",
}


def _door(what: str, form: str) -> Part:
    answer = json_of(TOLD) if form == "json" else file_of("text/csv" if form == "csv" else XLSX)
    name = f"{what}OfCoordination{form.capitalize()}"
    answers = {"200": answer, **problems(400, 401, 403, 404, 503)}
    return door_of(name, ABOUT[what], answers, security=OPEN, parameters=[*ASKED, *NARROWED[what]])


COORDINATION_PATHS: dict[str, Part] = {
    f"/api/v1/coordination/{{kind}}/{what}.{form}": {"get": _door(what, form)}
    for what in ABOUT
    for form in ("json", "csv", "xlsx")
}
