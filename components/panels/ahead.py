"""未诉先办: what is about to be complained of, why that is to be expected, and where to look first."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import head_row, num, text
from components.to_list import to_list
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.ahead import answer
from data.queries.wilson import LEAST
from data.view import View

KEY = "ahead"
WHY = {"season": "去年同季上升", "rising": "正在上升"}
HEADS = ("类别", "依据", "近30日", "前30日", "增至", "先看")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table ahead-table"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    known = all(one["known"] for one in answer.parts.get("season", []))
    rule = _("确有增长才列：占比 95% 置信下限高于一半，两期合计不少于 {least} 件").format(least=LEAST)
    less = "" if known else _("；去年同期尚无数据，只看正在上升的")
    return {
        "sub": {"children": _("未来30日")},
        "rows": {"children": [head_row(HEADS), *(_row(one, view) for one in answer.rows)]},
        "rule": {"children": rule + less},
    }


def _row(one: Row, view: View) -> Safe:
    code = str(one["code"] or "")
    way = to_list(view.but(window="30d"), code, leaf=str(one["leaf"]))
    seasonal = one["why"] == "season"
    figures = ("season", "season_before") if seasonal else ("last", "before")
    told = _("去年此后30日 {n} 件，此前 {less} 件") if seasonal else _("近30日 {n} 件，此前 {less} 件")
    hint = told.format(n=number(one[figures[0]]), less=number(one[figures[1]]))
    where = f"{one['name']} {number(one['there'])}" if one["name"] else NONE
    cells = [
        text(_(str(one["label"]))),
        text(_(WHY.get(str(one["why"]), ""))),
        num(number(one["last"]), "strong"),
        num(number(one["before"])),
        num(f"×{number(one['times'], 1)}" if one["times"] is not None else NONE),
        tag("a", where, "num list-link", href=way),
    ]
    return tag("div", cells, "row", title=hint)


panel = Panel(
    key=KEY,
    title="未诉先办",
    slot="study-right",
    order=560,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有确有增长的问题",
)
