"""卡口值班点: posts with who is there and the flow nearest to each, what asks for more, and a way to move people."""

import json

from dash.development.base_component import Component

from components.fields import area, choice, entry, field
from components.frame import part
from components.marks import glyph
from components.markup import Safe, still, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from components.theme_dialog import theme_dialog
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.posts import FULL, answer
from data.view import View
from data.words import POST_KINDS

KEY = "posts"
HEADS = ("值班点", "种类", "在岗", "应到", "流量", "占承载量", "建议", "")
ADVICE = {"more": "增派", "spare": "可抽调"}
RULE = "流量取 2 km 内最近的客流、道路测站；在岗不足或流量达承载的 {full}% 建议增派；只改台账，人由各点自行调度"


def body() -> list[Component]:
    """The dialog is laid out once: a redraw leaves what is written in it alone."""
    return [
        tag_say(),
        part(KEY, "rows", className="table posts-table", tabIndex=0),
        part(KEY, "rule", className="rule"),
        still([theme_dialog("post", _("抽调值班人员"), _fields())]),
    ]


def tag_say() -> Component:
    return still([tag("p", None, "act-say", data_theme_say="1", role="status")])


def _fields() -> list[Safe]:
    """Where to comes with each drawing, on the button."""
    return [
        field("found", _("去向"), choice("found", [], data_theme_options="1")),
        field("n", _("人数"), entry("n", "number", "1", min="1", max="200", inputmode="numeric")),
        field("what", _("理由"), area("what", rows=2, maxlength="200", required="")),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    may = any(one["may"] for one in answer.parts.get("move", []))
    lack = sum(1 for one in answer.rows if one["advice"] == "more")
    words = _("{n} 个点 · 需增派 {m} 个").format(n=number(len(answer.rows)), m=number(lack))
    rows = [_row(one, answer.rows, may) for one in answer.rows]
    return {
        "sub": {"children": words},
        "rows": {"children": [head_row(HEADS), *rows] if rows else None},
        "rule": {"children": _(RULE).format(full=FULL)},
    }


def _row(one: Row, every: list[Row], may: bool) -> Safe:
    flow = (
        [glyph(str(one["freshness"])), " ", number(one["value"]), " ", _(str(one["unit"]))] if one["station"] else NONE
    )
    advice = str(one["advice"] or "")
    cells = [
        text(str(one["name"])),
        text(_(POST_KINDS.get(str(one["kind"]), str(one["kind"])))),
        num(number(one["posted"]), "attn" if one["lack"] else ""),
        num(number(one["needed"])),
        tag("span", flow, "n num", title=str(one["station"] or "")),
        num(percent(one["share"])),
        text(_(ADVICE[advice]) if advice in ADVICE else NONE, "attn" if advice == "more" else ""),
        tag("span", [_move(one, every)] if may and one["posted"] else None),
    ]
    return row(cells, f"post-{advice}")


def _move(one: Row, every: list[Row]) -> Safe:
    """Those that need people are offered first, as the rows stand."""
    options = [[str(other["code"]), str(other["name"])] for other in every if other["code"] != one["code"]]
    told = {"act": "post", "code": one["code"], "about": str(one["name"]), "options": options}
    data = json.dumps(told, ensure_ascii=False)
    return tag("button", _("抽调"), "button small", type="button", data_theme_open="post", data_theme_told=data)


panel = Panel(
    key=KEY,
    title="卡口值班点",
    slot="theme",
    order=611,
    topics=("stations", "readings", "features"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记卡口和值班点",
)
