"""惠企政策 免申即享: whom each policy fits, what that comes to, how much was offered and paid."""

from dash.development.base_component import Component

from components.economy_words import data_word
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import num, sorting_row
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.policies import answer
from data.view import View

KEY = "policies"
HEADS = ("政策", "符合(家)", "差一项(家)", "应享(万元)", "已推送(家)", "已兑现(万元)")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table policies-table"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    paid = sum(float(str(one["paid_amount"] or 0)) for one in answer.rows)
    hidden = any(one["matched"] is None for one in answer.rows)
    told = _("已兑现 {n} 万元").format(n=number(round(paid, 1)))
    rule = _("条件逐项核对，差一项的列出所缺")
    return {
        "sub": {"children": told},
        "rows": {"children": [sorting_row(HEADS, -1), *(_row(one) for one in answer.rows)]},
        "rule": {"children": rule + (_("；— 须有相应权限") if hidden else "")},
    }


def _row(one: Row) -> Safe:
    ended = [] if one["live"] else [" ", tag("small", _("已到期"))]
    cells = [
        tag("span", [data_word(str(one["name"]), str(one["code"])), *ended]),
        num(number(one["matched"]), "strong"),
        num(number(one["near"])),
        num(number(one["due"], 1)),
        num(number(one["granted"])),
        num(number(one["paid_amount"], 1)),
    ]
    return tag("a", cells, "row", href=f"/economy/policies?policy={one['code']}", data_carry="beside")


panel = Panel(
    key=KEY,
    title="惠企政策",
    slot="economy-right",
    order=640,
    topics=("ledgers",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="还没有惠企政策",
)
