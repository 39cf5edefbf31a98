"""招商项目漏斗: from the lead to production: how many stand where, for how long, what they are worth."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number, percent, share
from components.registry import Panel, Props
from components.tables import head_row, num, piece
from data.answer import Answer, Row
from data.economy.words import STAGES
from data.language import gettext as _
from data.queries.investment import answer
from data.view import View

KEY = "investment"
HEADS = ("阶段", "到达过", "转化率", "在此阶段", "总投资(万元)", "停留中位(天)", "最长(天)")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table investment-table"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    most = max((float(str(one["reached"] or 0)) for one in answer.rows), default=0.0)
    whole, gone = (next(iter(answer.parts.get(name, [])), {"n": 0, "total": 0}) for name in ("projects", "dropped"))
    told = _("共 {n} 个，总投资 {total} 万元").format(n=number(whole["n"]), total=number(whole["total"], 0))
    rule = _("另有终止 {n} 个，不计入转化；停留自最近一次移动起算").format(n=number(gone["n"]))
    return {
        "sub": {"children": told},
        "rows": {"children": [head_row(HEADS), *(_row(one, most) for one in answer.rows)]},
        "rule": {"children": rule},
    }


def _row(one: Row, most: float) -> Safe:
    width, figure = share(one["reached"], most), number(one["reached"])
    inside = f"--share:{width.rstrip('%')};--chars:{len(figure)}"
    cells = [
        tag("span", _(STAGES[str(one["stage"])])),
        tag("span", [piece(width), tag("b", figure, "n", style=inside)], "bar bar-count"),
        num(percent(one["conversion"])),
        num(number(one["n"]), "strong"),
        num(number(one["total"], 0)),
        num(number(one["dwell"])),
        num(number(one["longest"])),
    ]
    return tag("a", cells, "row", href=f"/economy/projects?stage={one['stage']}", data_carry="beside")


panel = Panel(
    key=KEY,
    title="招商项目",
    slot="economy-right",
    order=630,
    topics=("ledgers",),
    ask=answer,
    body=body,
    draw=draw,
    follows=("region", "at", "lang"),
    nothing="没有招商项目",
)
