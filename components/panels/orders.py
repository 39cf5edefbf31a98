"""派遣进展: subjects with live orders, how many units wait, are on their way and there, and what is due next."""

from datetime import datetime

from dash.development.base_component import Component

from components.dispatch_words import QUEUE_STATES
from components.event_words import moment
from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, stay
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.orders import answer
from data.view import View

KEY = "orders"
HEADS = ("所涉事项", "状态", "待签收", "在途", "已到场", "已拒绝", "下一时限")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table orders-table", tabIndex=0)]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    total = next(iter(answer.parts.get("under_way", [])), None)
    words = _("{n} 件在派 · {late} 件超时")
    told = words.format(n=number(total["n"]), late=number(total["late"])) if total else ""
    now = answer.as_of
    lines = [_row(one, now) for one in answer.rows]
    return {"sub": {"children": told}, "rows": {"children": [head_row(HEADS), *lines] if lines else None}}


def _row(one: Row, now: datetime | None) -> Safe:
    _kind, _dash, code = str(one["on"]).partition("-")
    name = [tag("b", str(one["title"])), tag("small", code, "n")]
    cells = [
        tag("a", name, "two", href=f"/dispatch?on={one['on']}", data_carry="view"),
        text(_(QUEUE_STATES[str(one["state"])])),
        *(num(number(one[key])) for key in ("waiting", "coming", "there")),
        num(number(one["refused"]), "attn" if one["refused"] else ""),
        _due(one, now),
    ]
    return row(cells)


def _due(one: Row, now: datetime | None) -> Safe:
    if not one["due"]:
        return num(NONE)
    due = datetime.fromisoformat(str(one["due"]))
    over = _("▲ 超 %(time)s") % {"time": stay(((now or due) - due).total_seconds() / 60)} if one["late"] else ""
    return tag("span", [moment(due, now or due), tag("small", over)], "n num two attn" if over else "n num")


panel = Panel(
    key=KEY,
    title="派遣进展",
    slot="theme",
    order=647,
    topics=("dispatch", "events", "warnings"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有在途的派遣",
)
