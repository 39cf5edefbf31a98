"""The page of risks beside its panels: the picked area, orders to gates and pumps, ticks on the check lists."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, number_of, sentence
from components.exposure_page import area_drawn
from components.ids import AREA_ASKED, AREA_DRAWN, HAND, HANDED, REVISIONS, TICK, TICKED, VIEW
from data.commands.control_screens import answer_on_screen, order_on_screen
from data.commands.ticks import tick_on_screen
from data.house import house
from data.language import speaking
from data.troubles import TROUBLES
from data.view import View

Sent = Mapping[str, Any]


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askArea"),
        Output(AREA_ASKED, "data"),
        Input(VIEW, "data"),
        Input(REVISIONS, "data"),
        State(AREA_ASKED, "data"),
    )
    app.callback(Output(AREA_DRAWN, "data"), Input(AREA_ASKED, "data"), prevent_initial_call=True)(draw_area)
    app.clientside_callback(ClientsideFunction("cockpit", "drawArea"), Input(AREA_DRAWN, "data"))
    app.callback(Output(HANDED, "data"), Input(HAND, "data"), prevent_initial_call=True)(move_control)
    app.clientside_callback(ClientsideFunction("cockpit", "handed"), Input(HANDED, "data"))
    app.callback(Output(TICKED, "data"), Input(TICK, "data"), prevent_initial_call=True)(tick_item)
    app.clientside_callback(ClientsideFunction("cockpit", "ticked"), Input(TICKED, "data"))


def draw_area(asked: Sent) -> dict[str, Any]:
    """{stamp, parts, outline}; `refused` in words when nothing can be drawn at all."""
    view, area = View.lenient(str(asked.get("view") or ""))[0], str(asked.get("area") or "")
    with speaking(view.lang):
        try:
            found = area_drawn(house(), view, area, asked.get("tab") == "cover")
        except TROUBLES as error:
            return {"stamp": asked.get("stamp"), "refused": sentence(error)}
    return {"stamp": asked.get("stamp"), "parts": found.parts, "outline": found.outline}


def move_control(sent: Sent) -> dict[str, str]:
    """An order, or what came of one; a refusal comes back in words, beside the form that asked for it."""
    act: Callable[..., Any] = answer_on_screen if sent.get("act") == "answer" else order_on_screen
    return _done(sent, lambda role, number: act(house(), sent, role, number))


def tick_item(sent: Sent) -> dict[str, str]:
    """An item of a check list is done, or is not after all."""
    phase, item, done = str(sent.get("phase")), str(sent.get("item")), sent.get("done") is True
    return _done(sent, lambda role, number: tick_on_screen(house(), phase, item, done, role, number))


def _done(sent: Sent, act: Callable[[str, int], Any]) -> dict[str, str]:
    with speaking(lang_of(sent)):
        try:
            act(str(sent.get("role")), number_of(sent.get("number")))
        except TROUBLES as error:
            return {"sign": str(sent.get("sign")), "refused": sentence(error)}
    return {"sign": str(sent.get("sign")), "refused": ""}
