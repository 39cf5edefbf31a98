"""The right column of the desk of dispatch: drawn again when something moved, and what an officer does with orders."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.event import lang_of, number_of, sentence
from components.dispatch_order import Asked, order_drawn
from components.ids import (
    ORDER_ACT,
    ORDER_ACTED,
    ORDER_ASKED,
    ORDER_DRAWN,
    ORDER_HEAR,
    ORDER_HEARD,
    PICKED,
    REVISIONS,
    SUBJECT,
)
from data.acting import PLAYED
from data.commands.dispatch_screens import act_on_dispatch, hear_talk
from data.errors import CockpitError, DispatchRefused
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.troubles import TROUBLES
from data.view import View

Sent = Mapping[str, Any]
MOST = 50  # of what a screen lists


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askOrder"),
        Output(ORDER_ASKED, "data"),
        Input(SUBJECT, "data"),
        Input(PICKED, "data"),
        Input(REVISIONS, "data"),
        Input(ORDER_ACTED, "data"),
        State(ORDER_ASKED, "data"),
    )
    app.callback(Output(ORDER_DRAWN, "data"), Input(ORDER_ASKED, "data"), prevent_initial_call=True)(draw_order)
    app.clientside_callback(ClientsideFunction("cockpit", "drawOrder"), Input(ORDER_DRAWN, "data"))
    app.callback(Output(ORDER_ACTED, "data"), Input(ORDER_ACT, "data"), prevent_initial_call=True)(act)
    app.callback(Output(ORDER_HEARD, "data"), Input(ORDER_HEAR, "data"), prevent_initial_call=True)(hear)
    app.clientside_callback(ClientsideFunction("cockpit", "heardTalk"), Input(ORDER_HEARD, "data"))


def draw_order(asked: Sent) -> dict[str, Any]:
    """{on, orders: as asked, parts: {part: HTML}, wall: server's clock in ms}; what fails leaves the last drawing."""
    told: dict[str, Any] = {"on": str(asked.get("on") or ""), "orders": asked.get("orders")}
    with speaking(lang_of(asked)):
        try:
            parts = order_drawn(house(), _wanted(asked))
            return told | {"parts": parts} | ({"wall": int(datetime.now(UTC).timestamp() * 1000)} if told["on"] else {})
        except TROUBLES as error:
            return told | {"refused": sentence(error), "away": not isinstance(error, CockpitError)}


def _wanted(asked: Sent) -> Asked:
    return Asked(
        on=str(asked.get("on") or ""),
        picked=_codes(asked.get("picked")),
        role=str(asked.get("role") or PLAYED[0]),
        number=number_of(asked.get("number")),
        at=View.lenient(urlencode({"at": asked.get("at") or ""}))[0].at,
        plan=str(asked.get("plan") or "")[:48],
        added=_codes(asked.get("added")),
        find=str(asked.get("find") or "").strip()[:32],
    )


def _codes(told: Any) -> tuple[str, ...]:
    return tuple(str(one)[:32] for one in told[:MOST]) if isinstance(told, list) else ()


def act(sent: Sent) -> dict[str, Any]:
    """What became of a move: {sign, act, codes, results}, or {sign, act, refused, conflict, unsure} in words.

    `unsure`: the database did not answer, so the same key is to be used again; it sends nobody twice.
    """
    told = {"sign": str(sent.get("sign")), "act": str(sent.get("act")), "refused": ""}
    with speaking(lang_of(sent)):
        try:
            done = act_on_dispatch(house(), sent, str(sent.get("role")), number_of(sent.get("number")))
        except TROUBLES as error:
            return told | _refused(error)
    return told | {"codes": list(done.codes), "results": [list(one) for one in done.results]}


def hear(sent: Sent) -> dict[str, Any]:
    """{sign, refused: why a thread could not be read, which no screen shows: the mark stays}."""
    told = {"sign": str(sent.get("sign")), "refused": ""}
    with speaking(lang_of(sent)):
        try:
            hear_talk(house(), sent, str(sent.get("role")), number_of(sent.get("number")))
        except TROUBLES as error:
            return told | {"refused": sentence(error)}
    return told


def _refused(error: Exception) -> dict[str, Any]:
    if isinstance(error, CockpitError):
        return {"refused": str(error), "conflict": isinstance(error, DispatchRefused)}
    sentence(error)
    return {"refused": _("数据库没有应答，未确认派出；请再按一次，同一次派遣不会重复"), "unsure": True}
