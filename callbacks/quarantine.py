"""The quarantine's page: drawn again when something comes or goes, and verdicts on its rows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, sentence
from components.ids import KEPT, KEPT_DRAWN, REVISIONS, SETTLED, VERDICT, VIEW
from components.quarantine_page import kept_drawn
from data.commands.screens import settle_row
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askKept"),
        Output(KEPT, "data"),
        Input(REVISIONS, "data"),
        Input(VIEW, "data"),
        Input(SETTLED, "data"),
        State(KEPT, "data"),
    )
    app.callback(Output(KEPT_DRAWN, "data"), Input(KEPT, "data"), prevent_initial_call=True)(draw_kept)
    app.clientside_callback(ClientsideFunction("cockpit", "drawKept"), Input(KEPT_DRAWN, "data"))
    app.callback(Output(SETTLED, "data"), Input(VERDICT, "data"), prevent_initial_call=True)(settle)


def draw_kept(asked: Mapping[str, Any]) -> dict[str, Any]:
    chosen = dict(parse_qsl(str(asked.get("search") or "").removeprefix("?")))
    with speaking(lang_of(chosen)):
        try:
            return {"parts": kept_drawn(house(), chosen)}
        except TROUBLES as error:
            return {"refused": sentence(error)}


def settle(sent: Mapping[str, Any]) -> dict[str, Any]:
    """{refused} when it waits on: with its new reason, or why nobody may touch it."""
    told = {"id": sent["id"], "sign": sent["sign"]}
    with speaking(lang_of(sent)):
        try:
            done = settle_row(house(), int(sent["id"]), str(sent["verdict"]), sent.get("raw"), str(sent.get("role")), 1)
        except TROUBLES as error:
            return told | {"refused": sentence(error)}
    return told | {"refused": done.reason, "event": done.code if done.event_id else None}
