"""The rows of a form: a block at a time, as the grid asks for them; who looks is told in the log."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import structlog
from dash import ClientsideFunction, Dash, Input, Output, State

from components.ids import FORMS, FORMS_RENEWED, FORMS_TURNS, REVISIONS, VIEW
from components.long_list import answered, asked_for, turned, turns_of
from data.acting import looking
from data.commands.form_screens import note_fill
from data.house import house
from data.language import speaking
from data.ledgers.asked import BESIDE, read_asked
from data.ledgers.fields import dictionary
from data.queries.forms import FilledPage, filled
from data.troubles import TROUBLES
from data.view import View

log = structlog.get_logger()


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "renewForm"),
        Output(FORMS_RENEWED, "data"),
        Input(VIEW, "data"),
        Input(REVISIONS, "data"),
        State(FORMS_RENEWED, "data"),
    )
    app.callback(
        Output(FORMS, "getRowsResponse"),
        Output(FORMS_TURNS, "data"),
        Input(FORMS, "getRowsRequest"),
        State(FORMS_RENEWED, "data"),
        State(FORMS_TURNS, "data"),
        prevent_initial_call=True,
    )(rows)


def rows(
    request: Mapping[str, Any], shown: Mapping[str, Any], turns: dict[str, str] | None
) -> tuple[dict[str, Any], Any]:
    """The block and where the next begins; a form that cannot be read is empty and the log says why."""
    search = str((shown or {}).get("view") or "")
    view = View.lenient(search)[0]
    start, limit = asked_for(request)
    given = dict(parse_qsl(search.removeprefix("?"))) | {"sort": _sort(request, search)}
    key = f"{search} {given['sort']}"
    known = turns_of(turns, key, start)
    with speaking(view.lang):
        try:
            page = _block(view, given, start, limit, known)
        except (*TROUBLES, ValueError) as error:
            log.warning("form failed", error=repr(error))
            return {"rowData": [], "rowCount": start}, {"key": key}
    return answered(page.rows, page.next, start, known, key)


def _sort(request: Mapping[str, Any], search: str) -> str:
    """The head that was clicked: the number of a record, or the field of that column."""
    chosen = (request.get("sortModel") or [{}])[0]
    column = str(chosen.get("colId") or "")
    fields = dict(parse_qsl(search.removeprefix("?"))).get("fields", "").split(",")
    codes = {
        **{name: name for name in BESIDE},
        **{f"f{n}": code for n, code in enumerate(dict.fromkeys(filter(None, fields)))},
    }
    return ("-" if chosen.get("sort") == "desc" else "") + codes[column] if column in codes else ""


def _block(view: View, given: dict[str, str], start: int, limit: int, known: dict[str, str]) -> FilledPage:
    home, scope = house(), looking(house())
    with home.engine.connect() as connection:
        asked = read_asked(dictionary(connection), given)
    if not asked.fields:
        return FilledPage([], None)
    if start == 0:
        note_fill(home, asked, view.region)

    def listed(after: str | None, most: int) -> FilledPage:
        return filled(home, asked, view.region, scope, after=after, limit=most)

    return turned(listed, start, limit, known) or FilledPage([], None)
