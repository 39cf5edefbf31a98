"""The library of warning rules: drawn again when something moved, and warnings raised by hand."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, number_of, sentence
from components.ids import NEW_WARNING, NEW_WARNING_SENT, REVISIONS, RULES, RULES_DRAWN, VIEW
from components.rules_page import rules_drawn
from data.commands.warning_screens import raise_from_screen
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES
from data.view import View


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askRules"),
        Output(RULES, "data"),
        Input(REVISIONS, "data"),
        Input(VIEW, "data"),
        Input(NEW_WARNING_SENT, "data"),
        State(RULES, "data"),
    )
    app.callback(Output(RULES_DRAWN, "data"), Input(RULES, "data"), prevent_initial_call=True)(draw_rules)
    app.clientside_callback(ClientsideFunction("cockpit", "drawRules"), Input(RULES_DRAWN, "data"))
    app.callback(Output(NEW_WARNING_SENT, "data"), Input(NEW_WARNING, "data"), prevent_initial_call=True)(raised)


def draw_rules(asked: Mapping[str, Any]) -> dict[str, Any]:
    search = str(asked.get("search") or "").removeprefix("?")
    view = View.lenient(search)[0]
    with speaking(view.lang):
        try:
            return {"parts": rules_drawn(house(), view, dict(parse_qsl(search)))}
        except TROUBLES as error:
            return {"refused": sentence(error)}


def raised(sent: Mapping[str, Any]) -> dict[str, Any]:
    """{code} of the new warning, or {refused}: why there is none."""
    told = {"sign": sent["sign"]}
    with speaking(lang_of(sent)):
        try:
            number = number_of(sent.get("number"))
            code = raise_from_screen(house(), sent["given"], str(sent["role"]), number)
        except TROUBLES as error:
            return told | {"refused": sentence(error)}
    return told | {"refused": "", "code": code}
