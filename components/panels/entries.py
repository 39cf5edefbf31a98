"""大屏集成入口: a card for each screen of an office or detachment, with its owner and state, leading there."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.entries import ENTRY_STATES
from data.language import gettext as _
from data.queries.entries import answer
from data.view import View

KEY = "entries"


def body() -> list[Component]:
    return [part(KEY, "cards", className="entry-cards")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    opened = sum(1 for one in answer.rows if one["state"] == "open")
    words = _("{n} 个 · 已接入 {opened} 个").format(n=number(len(answer.rows)), opened=number(opened))
    return {"sub": {"children": words}, "cards": {"children": [_card(one) for one in answer.rows]}}


def _card(one: Row) -> Safe:
    """A link only where there is something to open."""
    state = str(one["state"])
    mark = tag("span", _(ENTRY_STATES.get(state, state)), "mark mark-stage" if state == "open" else "mark mark-late")
    owner = tag("small", _("归属：{owner}").format(owner=_(str(one["owner"] or ""))))
    inside = [tag("header", [tag("b", _(str(one["name"]))), mark]), tag("p", _(str(one["about"] or ""))), owner]
    to = str(one["to"] or "")
    if not to or state != "open":
        return tag("div", inside, "entry")
    away = {"target": "_blank", "rel": "noreferrer"} if to.startswith("http") else {"data_carry": "view"}
    return tag("a", inside, "entry", href=to, **away)


panel = Panel(
    key=KEY,
    title="大屏集成入口",
    slot="theme",
    order=650,
    topics=("regions",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有登记入口",
)
