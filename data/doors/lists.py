"""The three lists over HTTP: as JSON and as files, by the query of the page."""

from flask import Blueprint, Response, request

from data.doors.asked import only
from data.doors.body import json_response
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.reader import reading
from data.doors.rows_file import as_text, as_workbook
from data.doors.thing_files import XLSX
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.list_words import LIST_KINDS, STANDS
from data.queries.event_words import clock
from data.queries.list_words import COLUMNS, plain, said
from data.queries.lists import ALL, SORTS, Listed, Wanted, listed
from data.times import local
from data.view import View
from data.words import PROVENANCE

door = Blueprint("lists", __name__, url_prefix="/api/v1")
answer_errors(door)
answer_keys(door)
VIEW = ("region", "lang")
ASKED = ("list", "stand", "find", "office", "by")


@door.get("/lists.json")
def as_json() -> Response:
    """The rows by codes, and how many of each list and state lie in the region."""
    found, _view = _asked()
    rows = [plain(row) for row in found.rows]
    told = {"region": found.here.code, "now": found.now, "provenance": found.provenance, "counts": found.counts}
    below = [{"region": row["code"], "own": row["own"], "counts": row["counts"]} for row in found.below]
    return json_response(told | {"total": found.total, "below": below, "rows": rows})


@door.get("/lists.csv")
def as_csv() -> Response:
    found, view = _asked()
    with speaking(view.lang):
        columns = {name: _(label) for name, label in COLUMNS.items()}
        text = as_text(columns, map(said, found.rows), _notes(found))
    return _file(text, "text/csv", found, "csv")


@door.get("/lists.xlsx")
def as_xlsx() -> Response:
    found, view = _asked()
    with speaking(view.lang):
        labels = [_(label) for label in COLUMNS.values()]
        book = as_workbook(_("三清单"), labels, map(said, found.rows), _notes(found))
    return _file(book, XLSX, found, "xlsx")


def _asked() -> tuple[Listed, View]:
    sender = sender_or_guest(request, house())
    given = only(*VIEW, *ASKED)
    view = View.parse({name: given[name] for name in VIEW if name in given})
    known = {"list": LIST_KINDS, "stand": STANDS, "by": (*SORTS, *(f"-{name}" for name in SORTS))}
    for name, words in known.items():
        if given.get(name) and given[name] not in words:
            raise BadInput(f"{name}: {given[name]!r} is not one of {', '.join(words)}")
    scope = sender.actor.scope if sender else reading(house())
    return listed(house(), view, scope, Wanted.read(given), ALL), view


def _notes(found: Listed) -> dict[str, str]:
    """What every file says of itself."""
    return {
        _("查询区划"): found.here.name,
        _("截至"): clock(found.now),
        _("时间基准"): _("北京时间"),
        _("数据性质"): _(PROVENANCE[found.provenance]),
    }


def _file(data: bytes, mimetype: str, found: Listed, kind: str) -> Response:
    response = Response(data, mimetype=mimetype)
    name = f"lists-{found.here.code}-{local(found.now):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
