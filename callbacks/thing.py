"""The page of one thing: drawn again when something changed, and what people do there."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, number_of, sentence
from components.ids import REVISIONS, THING, THING_ASKED, THING_DRAWN, THING_MOVE, THING_MOVED
from components.thing_page import AskedThing, thing_drawn
from data.commands.thing_screens import FormFaults, change_thing, whistle_for
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askThing"),
        Output(THING_ASKED, "data"),
        Input(REVISIONS, "data"),
        Input(THING_MOVED, "data"),
        State(THING, "data"),
        State(THING_ASKED, "data"),
    )
    app.callback(Output(THING_DRAWN, "data"), Input(THING_ASKED, "data"), prevent_initial_call=True)(draw_thing)
    app.clientside_callback(ClientsideFunction("cockpit", "drawThing"), Input(THING_DRAWN, "data"))
    app.callback(Output(THING_MOVED, "data"), Input(THING_MOVE, "data"), prevent_initial_call=True)(change)


def draw_thing(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{part: HTML}; what fails leaves the last drawing as it is, and says so."""
    with speaking(lang_of(asked)):
        try:
            return {"parts": thing_drawn(house(), _asked(asked))}
        except TROUBLES as error:
            return {"refused": sentence(error)}


def change(sent: Mapping[str, Any]) -> dict[str, Any]:
    """One change; a refusal comes back in words, beside the form that asked for it."""
    who, move = _asked(sent), str(sent["move"])
    with speaking(lang_of(sent)):
        try:
            if move == "whistle":
                whistle_for(house(), who.layer, who.code, sent["given"], who.role, who.number)
            else:
                change_thing(house(), who.layer, who.code, sent.get("seq"), move, sent["given"], who.role, who.number)
        except FormFaults as error:
            return {"sign": sent["sign"], "refused": sentence(error), "faults": error.faults}
        except TROUBLES as error:
            return {"sign": sent["sign"], "refused": sentence(error)}
    return {"sign": sent["sign"], "refused": ""}


def _asked(sent: Mapping[str, Any]) -> AskedThing:
    return AskedThing(
        layer=str(sent["layer"]),
        code=str(sent["code"]),
        role=str(sent.get("role") or ""),
        number=number_of(sent.get("number")),
    )
