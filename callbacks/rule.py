"""The page of one warning rule: drawn again when something moved, and what people do there."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, number_of, sentence
from components.ids import REVISIONS, RULE, RULE_ASKED, RULE_DRAWN, RULE_MOVE, RULE_MOVED
from components.rule_page import AskedRule, rule_drawn
from components.rule_words import tried_words
from data.acting import PLAYED
from data.commands.rule_screens import act_on_rule, try_rule
from data.commands.warning_screens import act_on_warning
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askRule"),
        Output(RULE_ASKED, "data"),
        Input(REVISIONS, "data"),
        Input(RULE_MOVED, "data"),
        State(RULE, "data"),
        State(RULE_ASKED, "data"),
    )
    app.callback(Output(RULE_DRAWN, "data"), Input(RULE_ASKED, "data"), prevent_initial_call=True)(draw_rule)
    app.clientside_callback(ClientsideFunction("cockpit", "drawEvent"), Input(RULE_DRAWN, "data"))
    app.callback(Output(RULE_MOVED, "data"), Input(RULE_MOVE, "data"), prevent_initial_call=True)(make_move)


def draw_rule(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{part: HTML}; what fails leaves the last drawing as it is, and says so."""
    role, number = str(asked.get("role") or PLAYED[0]), number_of(asked.get("number"))
    with speaking(lang_of(asked)):
        wanted = AskedRule(code=str(asked["id"]), region=str(asked.get("region") or ""), role=role, number=number)
        try:
            return {"parts": rule_drawn(house(), wanted)}
        except TROUBLES as error:
            return {"refused": sentence(error)}


def make_move(sent: Mapping[str, Any]) -> dict[str, Any]:
    """One move; a refusal, or what a trial came to, is told beside the form that asked for it."""
    told = {"sign": sent["sign"], "move": sent["move"]}
    with speaking(lang_of(sent)):
        try:
            return told | {"refused": "", "said": _made(sent)}
        except TROUBLES as error:
            return told | {"refused": sentence(error)}


def _made(sent: Mapping[str, Any]) -> str:
    code, move, given = str(sent["id"]), str(sent["move"]), dict(sent["given"])
    role, number = str(sent["role"]), number_of(sent.get("number"))
    if move == "try":
        return tried_words(*try_rule(house(), code, given, role, number))
    if move == "judge":
        act_on_warning(house(), str(given.pop("warning", "")), move, given, role, number)
    else:
        act_on_rule(house(), code, move, given, role, number)
    return ""
