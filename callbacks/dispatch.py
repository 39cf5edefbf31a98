"""The dispatch desk: its queue and the chosen subject, drawn again when something moved or somebody chose."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import number_of, sentence
from components.dispatch_case import case_drawn
from components.dispatch_queue import queue_drawn
from components.ids import CASE_ASKED, CASE_DRAWN, QUEUE_ASKED, QUEUE_DRAWN, REVISIONS, SUBJECT, VIEW
from data.acting import PLAYED
from data.errors import CockpitError
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES
from data.view import View

Sent = Mapping[str, Any]


def register(app: Dash) -> None:
    for name, asked, own in (("askQueue", QUEUE_ASKED, VIEW), ("askCase", CASE_ASKED, SUBJECT)):
        app.clientside_callback(
            ClientsideFunction("cockpit", name),
            Output(asked, "data"),
            Input(own, "data"),
            Input(REVISIONS, "data"),
            State(asked, "data"),
        )
    app.callback(Output(QUEUE_DRAWN, "data"), Input(QUEUE_ASKED, "data"), prevent_initial_call=True)(draw_queue)
    app.callback(Output(CASE_DRAWN, "data"), Input(CASE_ASKED, "data"), prevent_initial_call=True)(draw_case)
    app.clientside_callback(ClientsideFunction("cockpit", "drawQueue"), Input(QUEUE_DRAWN, "data"))
    app.clientside_callback(ClientsideFunction("cockpit", "drawCase"), Input(CASE_DRAWN, "data"))


def draw_queue(asked: Sent) -> dict[str, Any]:
    """{parts: {part: HTML}}; what fails leaves the last drawing as it is, and says so. `away`: to be asked again."""
    view, told = View.lenient(str(asked.get("view") or ""))[0], {"stamp": asked.get("stamp")}
    role, number = str(asked.get("role") or PLAYED[0]), number_of(asked.get("number"))
    with speaking(view.lang):
        try:
            return told | {"parts": queue_drawn(house(), view, str(asked.get("chip") or "all"), role, number)}
        except TROUBLES as error:
            return told | {"refused": sentence(error), "away": not isinstance(error, CockpitError)}


def draw_case(asked: Sent) -> dict[str, Any]:
    """{on, parts: {part: HTML}, map}; `map` is null where there is nothing to see."""
    view, on = View.lenient(str(asked.get("view") or ""))[0], str(asked.get("on") or "")
    role, number = str(asked.get("role") or PLAYED[0]), number_of(asked.get("number"))
    with speaking(view.lang):
        try:
            parts, seen = case_drawn(house(), on, view.at, role, number)
        except TROUBLES as error:
            return {"on": on, "refused": sentence(error), "away": not isinstance(error, CockpitError)}
    return {"on": on, "parts": parts, "map": seen}
