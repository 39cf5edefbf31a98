"""汛期综合评估: four standings of each region below and their mean, the weakest first."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.tables import num, region_row, sorting_row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.readiness import LEAST, SCORES, answer
from data.view import View
from data.words import LEVELS

KEY = "readiness"
WEAK = 25  # a standing below it is among the last quarter
RULE = (
    "各项为同级中的名次分（0–100，越高越好），按人口平均；"
    "风险点按红橙黄蓝计 4、3、2、1；综合为四项平均；不足 {least} 个不评分"
)


def body() -> list[Component]:
    return [
        part(KEY, "rows", className="table readiness-table", tabIndex=0),
        part(KEY, "ways", className="table-ways"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    heads = sorting_row([LEVELS.get(answer.level + 1, ""), *SCORES.values(), "综合"], by=5)
    return {
        "sub": {"children": _("弱者在前")},
        "rows": {"children": [heads, *(_row(one) for one in answer.rows)] if answer.rows else None},
        "ways": {
            "children": tag("a", _("在一张图上着色"), "button small", href="/?metric=readiness", data_carry="view")
        },
        "rule": {"children": _(RULE).format(least=LEAST)},
    }


def _row(one: Row) -> Safe:
    hints = {
        "risk": _("风险点 {n} 处").format(n=number(one["points"])),
        "hit": _("需转移 {n} 人").format(n=number(one["to_move"])),
        "able": _("应急队伍 {n} 支").format(n=number(one["units"])),
        "duty": _("在岗值班 {n} 人").format(n=number(one["on_duty"])),
    }
    scores = [_score(one[f"{key}_score"], hint) for key, hint in hints.items()]
    return region_row(str(one["code"]), [text(str(one["name"])), *scores, num(_told(one["total"]), "strong")])


def _score(value: object, hint: str) -> Safe:
    weak = isinstance(value, int) and value < WEAK
    sign = [tag("i", "▼", "mark-below")] if weak else []
    return tag("span", [*sign, _told(value)], "n num", title=hint)


def _told(value: object) -> str:
    return number(value) if isinstance(value, int) else NONE


panel = Panel(
    key=KEY,
    title="汛期综合评估",
    slot="study-right",
    order=566,
    topics=("features", "responders", "crews", "indicators", "regions"),
    ask=answer,
    below=True,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有下一级",
)
