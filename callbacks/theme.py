"""What people do on the pages of themes."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from callbacks.event import lang_of, number_of, sentence
from components.ids import THEME_ACT, THEME_ACTED
from data.commands.footing_screens import declare_on_screen
from data.commands.footing_screens import end_on_screen as end_footing
from data.commands.mission_screens import end_on_screen, send_on_screen
from data.commands.posts import move_on_screen
from data.commands.vessel_notices import MOST, notify_on_screen
from data.house import house
from data.language import gettext as _
from data.language import speaking
from data.troubles import TROUBLES

Sent = Mapping[str, Any]


def register(app: Dash) -> None:
    app.callback(Output(THEME_ACTED, "data"), Input(THEME_ACT, "data"), prevent_initial_call=True)(act)
    app.clientside_callback(ClientsideFunction("cockpit", "themeActed"), Input(THEME_ACTED, "data"))


def act(sent: Sent) -> dict[str, str]:
    """{sign, words}; a refusal comes back in words, and says that it is one."""
    with speaking(lang_of(sent)):
        try:
            what = ACTS.get(str(sent.get("act")))
            words = what(sent, str(sent.get("role")), number_of(sent.get("number"))) if what else ""
        except TROUBLES as error:
            return {"sign": str(sent.get("sign")), "words": sentence(error), "refused": "1"}
    return {"sign": str(sent.get("sign")), "words": words, "refused": ""}


def _vessels(sent: Sent, role: str, number: int) -> str:
    given = sent.get("codes")
    codes = [str(one)[:48] for one in given[: MOST + 1]] if isinstance(given, list) else []
    told = notify_on_screen(house(), codes, role, number)
    words = [_("已登记通知 {n} 艘").format(n=told.told)]
    words += [_("{n} 艘 30 分钟内已通知过").format(n=told.again)] if told.again else []
    words += [_("{n} 艘没有责任人电话，请先在台账登记").format(n=told.mute)] if told.mute else []
    return "；".join(words)


def _fly(sent: Sent, role: str, number: int) -> str:
    return send_on_screen(house(), sent, role, number)


def _land(sent: Sent, role: str, number: int) -> str:
    return end_on_screen(house(), sent, role, number)


def _war(sent: Sent, role: str, number: int) -> str:
    return declare_on_screen(house(), sent, role, number)


def _peace(sent: Sent, role: str, number: int) -> str:
    return end_footing(house(), sent, role, number)


def _post(sent: Sent, role: str, number: int) -> str:
    return move_on_screen(house(), sent, role, number)


ACTS: dict[str, Callable[[Sent, str, int], str]] = {
    "vessels": _vessels,
    "fly": _fly,
    "land": _land,
    "war": _war,
    "peace": _peace,
    "post": _post,
}
