"""A table of a page as a file: the browser sends what it shows, and gets exactly that back, marked and told."""

from typing import Any

from flask import Blueprint, Response

from data.accounts.seat import keyed, seated
from data.acting import looking
from data.commands.audit import note
from data.doors.exports import VISITOR
from data.doors.problem import answer_errors
from data.doors.rows_file import as_text, as_workbook
from data.doors.sent import json_sent
from data.doors.thing_files import XLSX
from data.engine import writing
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.event_words import clock
from data.times import local
from data.view import LANGUAGES
from data.words import PROVENANCE

door = Blueprint("tables", __name__, url_prefix="/tables/data")
answer_errors(door)
NAMES = {"title", "heads", "rows", "format", "lang"}
KINDS = {"csv": "text/csv", "xlsx": XLSX}
MOST_ROWS, MOST_HEADS, LONGEST, LONGEST_TITLE = 2_000, 40, 2_000, 64
Row = dict[str, str | float | None]


@door.post("")
def taken() -> Response:
    """`heads`, `rows` (texts and figures, as many as there are heads), `title`, `format` csv or xlsx, `lang`."""
    looking(house())  # nobody who may see nothing takes anything
    given = json_sent()[0]
    title, kind = _title(given), str(given.get("format"))
    if set(given) - NAMES or kind not in KINDS or given.get("lang") not in LANGUAGES:
        raise BadInput("title, heads, rows, format (csv, xlsx), lang")
    heads = _heads(given.get("heads"))
    rows = [_row(heads, row) for row in _listed(given.get("rows"), MOST_ROWS)]
    with speaking(given["lang"]):
        body = _file(title, kind, heads, rows)
    who = ("", "") if seated() or keyed() else (VISITOR, VISITOR)
    with writing(house().engine) as connection:
        note(connection, "export", f"{title}.{kind}", actor=who[0], role=who[1])
    response = Response(body, mimetype=KINDS[kind])
    name = f"table-{local(house().clock.now()):%Y%m%d%H%M}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file(title: str, kind: str, heads: list[str], rows: list[Row]) -> bytes:
    lived = _(PROVENANCE["simulated" if house().clock.holds_demo() else "measured"])
    notes = {_("表格"): title, _("截至"): clock(house().clock.now()), _("数据性质"): lived}
    notes[_("来源")] = _("按页面所示导出")
    if kind == "csv":
        return as_text({f"c{n}": head for n, head in enumerate(heads)}, rows, notes)
    return as_workbook(_("表格"), heads, rows, notes)


def _row(heads: list[str], given: Any) -> Row:
    cells = _listed(given, len(heads))
    if len(cells) != len(heads) or not all(isinstance(one, str | int | float) and _short(one) for one in cells):
        raise BadInput(f"rows: as many texts of at most {LONGEST} characters as there are heads")
    return {f"c{n}": one for n, one in enumerate(cells)}


def _short(one: Any) -> bool:
    return len(one) <= LONGEST and "\0" not in one if isinstance(one, str) else not isinstance(one, bool)


def _heads(given: Any) -> list[str]:
    found = _listed(given, MOST_HEADS)
    if not found or not all(isinstance(one, str) and _short(one) for one in found):
        raise BadInput(f"heads: 1 to {MOST_HEADS} texts")
    return found


def _listed(given: Any, most: int) -> list[Any]:
    if not isinstance(given, list) or len(given) > most:
        raise BadInput(f"a list of at most {most}")
    return given


def _title(given: Any) -> str:
    title = given.get("title")
    if not isinstance(title, str) or not 0 < len(title.strip()) <= LONGEST_TITLE or not _short(title):
        raise BadInput(f"title: 1 to {LONGEST_TITLE} characters")
    return title.strip()
