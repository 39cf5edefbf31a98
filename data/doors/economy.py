"""The tables of the economy's pages as files: what is on the screen, all of it, in the same order."""

import io
from typing import Any

from flask import Blueprint, Response, request

from data.acting import looking
from data.doors.asked import only
from data.doors.body import csv_text
from data.doors.events import scope_of
from data.doors.keys import answer_keys, sender_or_guest
from data.doors.problem import answer_errors
from data.doors.thing_files import XLSX
from data.errors import BadInput
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.queries.economy_sheets import Table, sheet
from data.times import local
from data.view import View
from data.words import PROVENANCE
from data.workbook import workbook

door = Blueprint("economy", __name__, url_prefix="/api/v1/economy")
answer_errors(door)
answer_keys(door)
OF_THE_VIEW = ("region", "at", "lang")
CHOSEN = ("chain", "link", "tag", "signal", "text", "stage", "policy", "near", "sort", "down", "field", "state")
LONGEST = 64


@door.get("/<name>.csv")
def as_csv(name: str) -> Response:
    table, notes = _asked(name)
    columns, rows = table
    with speaking(request.args.get("lang", "zh")):
        header = {**{key: _(words) for key, words in columns.items()}, **{word: word for word in notes}}
        text = csv_text(list(header.values()), list(header), [row | notes for row in rows])
    return _file(text.encode(), "text/csv", f"economy-{name}.csv")


@door.get("/<name>.xlsx")
def as_xlsx(name: str) -> Response:
    (columns, rows), notes = _asked(name)
    file = io.BytesIO()
    with speaking(request.args.get("lang", "zh")), workbook(file, {"in_memory": True}) as book:
        page, bold = book.add_worksheet(_("名录")), book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        page.set_column(0, len(columns) - 1, 18)
        for place, words in enumerate(columns.values()):
            page.write_string(0, place, _(words), bold)
        for n, row in enumerate(rows, 1):
            for place, key in enumerate(columns):
                _write(page, n, place, row[key])
        about = book.add_worksheet(_("说明"))
        for n, (word, value) in enumerate(notes.items()):
            about.write_string(n, 0, word)
            about.write_string(n, 1, value)
    return _file(file.getvalue(), XLSX, f"economy-{name}.xlsx")


def _write(page: Any, n: int, place: int, value: Any) -> None:
    """Texts are written as texts, so that none can be a formula."""
    if isinstance(value, int | float):
        page.write_number(n, place, value)
    elif value is not None:
        page.write_string(n, place, str(value))


def _asked(name: str) -> tuple[Table, dict[str, str]]:
    """The table, and what every file says of itself."""
    sender, home = sender_or_guest(request, house()), house()
    given = only(*OF_THE_VIEW, *CHOSEN)
    if any(len(value) > LONGEST for value in given.values()):
        raise BadInput(f"at most {LONGEST} characters each")
    view = View.parse({key: value for key, value in given.items() if key in OF_THE_VIEW})
    view = view if view.region or not sender else view.but(region=sender.region)
    with speaking(view.lang):
        table = sheet(home, view, scope_of(sender) if sender else looking(home), name, given)
        lived = _(PROVENANCE["simulated" if home.clock.holds_demo() else "measured"])
        notes = {_("数据性质"): lived, _("截至"): f"{local(view.at or home.clock.now()):%Y-%m-%d %H:%M}"}
    return table, notes


def _file(data: bytes, mimetype: str, name: str) -> Response:
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
