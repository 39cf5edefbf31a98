"""The list of events: a block of rows at a time, as the grid asks for them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import structlog
from dash import ClientsideFunction, Dash, Input, Output, State

from components.event_list import block, filters_of
from components.ids import LIST, LIST_RENEWED, LIST_TURNS, REVISIONS, VIEW
from components.long_list import answered, asked_for, turns_of
from data.house import house
from data.language import speaking
from data.queries.event_list import BY_DEADLINE
from data.troubles import TROUBLES
from data.view import View

log = structlog.get_logger()


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "renewList"),
        Output(LIST_RENEWED, "data"),
        Input(VIEW, "data"),
        Input(REVISIONS, "data"),
        State(LIST_RENEWED, "data"),
    )
    app.callback(
        Output(LIST, "getRowsResponse"),
        Output(LIST_TURNS, "data"),
        Input(LIST, "getRowsRequest"),
        State(LIST_RENEWED, "data"),
        State(LIST_TURNS, "data"),
        prevent_initial_call=True,
    )(rows)


def rows(
    request: Mapping[str, Any], shown: Mapping[str, Any], turns: dict[str, str] | None
) -> tuple[dict[str, Any], Any]:
    """The block and where the next begins; a list that cannot be read is empty and the log says why."""
    search = str((shown or {}).get("view") or "")
    asked, view = dict(parse_qsl(search.removeprefix("?"))), View.lenient(search)[0]
    (start, limit), sort = asked_for(request), _sort(request)
    key = f"{search}|{sort}"
    known = turns_of(turns, key, start)
    with speaking(view.lang):
        try:
            found, after = block(house(), view, filters_of(view, asked)[0], start, limit, sort, known)
        except (*TROUBLES, ValueError) as error:
            log.warning("list failed", error=repr(error))
            return {"rowData": [], "rowCount": start}, {"key": key}
    return answered(found, after, start, known, key)


def _sort(request: Mapping[str, Any]) -> str:
    chosen = (request.get("sortModel") or [{}])[0]
    if chosen.get("colId") == "deadline_at":
        return BY_DEADLINE
    return "reported_at" if chosen.get("colId") == "reported_at" and chosen.get("sort") == "asc" else "-reported_at"
