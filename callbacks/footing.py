"""The bar of footings: drawn anew when one moves."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, sentence
from components.footing_bar import bar_drawn
from components.ids import FOOTING_ASKED, FOOTING_DRAWN, REVISIONS
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES


def register(app: Dash) -> None:
    named = ClientsideFunction("cockpit", "askFooting")
    app.clientside_callback(
        named, Output(FOOTING_ASKED, "data"), Input(REVISIONS, "data"), State(FOOTING_ASKED, "data")
    )
    app.callback(Output(FOOTING_DRAWN, "data"), Input(FOOTING_ASKED, "data"), prevent_initial_call=True)(draw_bar)
    app.clientside_callback(ClientsideFunction("cockpit", "drawFooting"), Input(FOOTING_DRAWN, "data"))


def draw_bar(asked: Mapping[str, Any]) -> dict[str, str]:
    """A refusal leaves the bar as it is: it is told nothing of what stands there."""
    with speaking(lang_of(asked)):
        try:
            return bar_drawn(house())
        except TROUBLES as error:
            return {"refused": sentence(error)}
