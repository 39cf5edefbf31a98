"""产业链: each chain with its enterprises and how many of its links are strong or weak; a click opens its file."""

from dash.development.base_component import Component

from components.economy_words import data_word
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import num, sorting_row
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.chains import answer
from data.view import View

KEY = "chains"
HEADS = ("产业链", "链上企业", "规上企业", "从业人数", "强环", "弱环")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table chains-table"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    told = next((int(float(str(one["value"]))) for one in answer.parts.get("told", [])), None)
    listed = _("{n} 条链").format(n=len(answer.rows))
    published = _("公布聚焦 {n} 条").format(n=told) if told is not None else ""
    judged = any(one["judged"] for one in answer.rows)
    rule = _("强弱环按声明的规则判定，理由见链档") if judged else _("镇街以下企业少，不评强弱环")
    return {
        "sub": {"children": " · ".join(filter(None, (listed, published)))},
        "rows": {"children": [sorting_row(HEADS, -1), *(_row(one) for one in answer.rows)]},
        "rule": {"children": rule},
    }


def _row(one: Row) -> Safe:
    weak = number(one["weak"]) if one["judged"] else "—"
    cells = [
        tag("span", data_word(str(one["name"]), str(one["code"]))),
        num(number(one["enterprises"]), "strong"),
        num(number(one["above"])),
        num(number(one["staff"])),
        num(number(one["strong"]) if one["judged"] else "—"),
        num(weak, "over" if one["judged"] and one["weak"] else ""),
    ]
    return tag("a", cells, "row", href=f"/economy/chains?chain={one['code']}", data_carry="beside")


panel = Panel(
    key=KEY,
    title="产业链",
    slot="economy-right",
    order=620,
    topics=("ledgers", "indicators"),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="还没有产业链",
)
