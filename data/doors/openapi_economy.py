"""The paths of the economy's tables in the OpenAPI document."""

from data.doors.openapi_parts import OPEN, REGION, Part, any_of, door_of, file_of, in_path, problems, query
from data.doors.thing_files import XLSX
from data.queries.economy_sheets import TABLES
from data.view import LANGUAGES

NAME: Part = in_path("name", any_of(TABLES, empty=False))
TEXT: Part = {"type": "string", "maxLength": 64}
GIVEN = [
    query("region", {"type": "string", "pattern": REGION}, "code of a region; the sender's own by default"),
    query("at", {"type": "string", "format": "date-time"}, "a moment of the past"),
    query("lang", any_of(LANGUAGES, empty=False)),
    query("chain", TEXT, "code of a chain; of its links and enterprises"),
    query("link", TEXT, "code of a link; of enterprises"),
    query("tag", TEXT, "of enterprises"),
    query("signal", TEXT, "of enterprises"),
    query("text", TEXT, "part of a name or code; of enterprises"),
    query("stage", TEXT, "of projects"),
    query("policy", TEXT, "of matches"),
    query("near", any_of(("1",)), "1: who lacks one condition; of matches"),
    query("field", TEXT, "one of the ten; of signs"),
    query("state", any_of(("odd",)), "odd: beyond a limit; of signs"),
    query("sort", TEXT, "column to order by"),
    query("down", any_of(("1",)), "1: the highest first"),
]


def _file(name: str, mimetype: str) -> Part:
    about = "Enterprises, projects, matches of a policy, links or firms of a chain, vital signs, as their page has them"
    answers = {"200": file_of(mimetype), **problems(400, 401, 403, 404, 503)}
    return door_of(name, about, answers, security=OPEN, parameters=[NAME, *GIVEN])


ECONOMY_PATHS: dict[str, Part] = {
    "/api/v1/economy/{name}.csv": {"get": _file("economyCsv", "text/csv")},
    "/api/v1/economy/{name}.xlsx": {"get": _file("economyXlsx", XLSX)},
}
