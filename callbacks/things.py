"""The list of a register: a block of rows at a time, as the grid asks for them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import structlog
from dash import ClientsideFunction, Dash, Input, Output, State

from components.ids import REVISIONS, THINGS, THINGS_RENEWED, THINGS_TURNS, VIEW
from components.long_list import answered, asked_for, turns_of
from components.things_page import block, filters_of
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES
from data.view import View

log = structlog.get_logger()


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "renewThings"),
        Output(THINGS_RENEWED, "data"),
        Input(VIEW, "data"),
        Input(REVISIONS, "data"),
        State(THINGS_RENEWED, "data"),
    )
    app.callback(
        Output(THINGS, "getRowsResponse"),
        Output(THINGS_TURNS, "data"),
        Input(THINGS, "getRowsRequest"),
        State(THINGS_RENEWED, "data"),
        State(THINGS_TURNS, "data"),
        prevent_initial_call=True,
    )(rows)


def rows(
    request: Mapping[str, Any], shown: Mapping[str, Any], turns: dict[str, str] | None
) -> tuple[dict[str, Any], Any]:
    """The block and where the next begins; a list that cannot be read is empty and the log says why."""
    search = str((shown or {}).get("view") or "")
    view = View.lenient(search)[0]
    start, limit = asked_for(request)
    known = turns_of(turns, search, start)
    with speaking(view.lang):
        try:
            filters = filters_of(dict(parse_qsl(search.removeprefix("?"))))[0]
            found, after = block(house(), view, filters, start, limit, known)
        except (*TROUBLES, ValueError) as error:
            log.warning("list failed", error=repr(error))
            return {"rowData": [], "rowCount": start}, {"key": search}
    return answered(found, after, start, known, search)
