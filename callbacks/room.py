"""The page of one room: drawn again when something was said or done in it, and what people do there."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, number_of, sentence
from components.ids import REVISIONS, ROOM, ROOM_ASKED, ROOM_DRAWN, ROOM_MOVE, ROOM_MOVED
from components.room_page import AskedRoom, room_drawn
from data.acting import PLAYED
from data.commands.room_screens import act_in_room
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askRoom"),
        Output(ROOM_ASKED, "data"),
        Input(REVISIONS, "data"),
        Input(ROOM_MOVED, "data"),
        State(ROOM, "data"),
        State(ROOM_ASKED, "data"),
    )
    app.callback(Output(ROOM_DRAWN, "data"), Input(ROOM_ASKED, "data"), prevent_initial_call=True)(draw_room)
    app.clientside_callback(ClientsideFunction("cockpit", "drawRoom"), Input(ROOM_DRAWN, "data"))
    app.callback(Output(ROOM_MOVED, "data"), Input(ROOM_MOVE, "data"), prevent_initial_call=True)(make_move)


def draw_room(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{part: HTML}; what fails leaves the last drawing as it is, and says so."""
    role, number = str(asked.get("role") or PLAYED[0]), number_of(asked.get("number"))
    with speaking(lang_of(asked)):
        try:
            return {"parts": room_drawn(house(), AskedRoom(code=str(asked["id"]), role=role, number=number))}
        except TROUBLES as error:
            return {"refused": sentence(error)}


def make_move(sent: Mapping[str, Any]) -> dict[str, Any]:
    """One deed; a refusal comes back in words, beside the form that asked for it."""
    told = {"sign": sent["sign"], "move": sent["move"]}
    with speaking(lang_of(sent)):
        try:
            who = str(sent["role"]), number_of(sent.get("number"))
            act_in_room(house(), str(sent["id"]), str(sent["move"]), dict(sent["given"]), *who)
        except TROUBLES as error:
            return told | {"refused": sentence(error)}
    return told | {"refused": ""}
