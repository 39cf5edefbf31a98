"""The page of one event: drawn again when something moved, and what people do there."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import structlog
from dash import ClientsideFunction, Dash, Input, Output, State

from components.event_page import Asked, event_drawn
from components.ids import EVENT, EVENT_ASKED, EVENT_DRAWN, EVENT_MOVE, EVENT_MOVED, REVISIONS
from data.commands.case_screens import act_on_case
from data.errors import CockpitError
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.troubles import TROUBLES
from data.view import View

log = structlog.get_logger()


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "askEvent"),
        Output(EVENT_ASKED, "data"),
        Input(REVISIONS, "data"),
        Input(EVENT_MOVED, "data"),
        State(EVENT, "data"),
        State(EVENT_ASKED, "data"),
    )
    app.callback(Output(EVENT_DRAWN, "data"), Input(EVENT_ASKED, "data"), prevent_initial_call=True)(draw_event)
    app.clientside_callback(ClientsideFunction("cockpit", "drawEvent"), Input(EVENT_DRAWN, "data"))
    app.callback(Output(EVENT_MOVED, "data"), Input(EVENT_MOVE, "data"), prevent_initial_call=True)(make_move)


def draw_event(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{part: HTML}; what fails leaves the last drawing as it is, and says so."""
    view = View.lenient(urlencode({"at": asked.get("at") or ""}))[0]
    role, number = str(asked.get("role") or ""), number_of(asked.get("number"))
    with speaking(lang_of(asked)):
        wanted = Asked(code=str(asked["id"]), at=view.at, number=number) if not role else None
        wanted = wanted or Asked(code=str(asked["id"]), at=view.at, role=role, number=number)
        try:
            return {"parts": event_drawn(house(), wanted)}
        except TROUBLES as error:
            return {"refused": sentence(error)}


def make_move(sent: Mapping[str, Any]) -> dict[str, Any]:
    """One move; a refusal comes back in words, beside the form that asked for it."""
    with speaking(lang_of(sent)):
        try:
            act_on_case(
                house(),
                str(sent["id"]),
                str(sent["move"]),
                sent["given"],
                str(sent["role"]),
                number_of(sent.get("number")),
            )
        except TROUBLES as error:
            return {"sign": sent["sign"], "move": sent["move"], "refused": sentence(error)}
    return {"sign": sent["sign"], "move": sent["move"], "refused": ""}


def sentence(error: Exception) -> str:
    """For the person at the screen: errors of the house say it themselves."""
    if isinstance(error, CockpitError):
        return str(error)
    log.error("database failed", error=str(error))
    return _("暂时取不到数据")


def lang_of(asked: Mapping[str, Any]) -> str:
    return "en" if asked.get("lang") == "en" else "zh"


def number_of(value: Any) -> int:
    return int(value) if str(value or "").isdecimal() and len(str(value)) < 5 else 1
