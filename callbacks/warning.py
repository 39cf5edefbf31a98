"""The page of one warning: drawn again when something moved, and what people do there."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, number_of, sentence
from components.ids import REVISIONS, WARNING, WARNING_ASKED, WARNING_DRAWN, WARNING_MOVE, WARNING_MOVED
from components.warning_page import Asked, warning_drawn
from data.acting import PLAYED
from data.commands.warning_screens import act_on_warning
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES
from data.view import View


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askWarning"),
        Output(WARNING_ASKED, "data"),
        Input(REVISIONS, "data"),
        Input(WARNING_MOVED, "data"),
        State(WARNING, "data"),
        State(WARNING_ASKED, "data"),
    )
    app.callback(Output(WARNING_DRAWN, "data"), Input(WARNING_ASKED, "data"), prevent_initial_call=True)(draw_warning)
    app.clientside_callback(ClientsideFunction("cockpit", "drawEvent"), Input(WARNING_DRAWN, "data"))
    app.callback(Output(WARNING_MOVED, "data"), Input(WARNING_MOVE, "data"), prevent_initial_call=True)(make_move)


def draw_warning(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{part: HTML}; what fails leaves the last drawing as it is, and says so."""
    view = View.lenient(urlencode({"at": asked.get("at") or ""}))[0]
    role = str(asked.get("role") or PLAYED[0])
    with speaking(lang_of(asked)):
        wanted = Asked(code=str(asked["id"]), at=view.at, role=role, number=number_of(asked.get("number")))
        try:
            return {"parts": warning_drawn(house(), wanted)}
        except TROUBLES as error:
            return {"refused": sentence(error)}


def make_move(sent: Mapping[str, Any]) -> dict[str, Any]:
    """One move; a refusal comes back in words, beside the form that asked for it."""
    told = {"sign": sent["sign"], "move": sent["move"]}
    with speaking(lang_of(sent)):
        try:
            number = number_of(sent.get("number"))
            act_on_warning(house(), str(sent["id"]), str(sent["move"]), sent["given"], str(sent["role"]), number)
        except TROUBLES as error:
            return told | {"refused": sentence(error)}
    return told | {"refused": ""}
