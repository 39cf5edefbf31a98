"""The level below ranked by how punctually its cases are closed; few cases are shown, but not ranked."""

from dash.development.base_component import Component

from components.frame import part
from components.intervals import axis_begins, interval, named
from components.markup import Safe
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.slices import FOLLOWS, sub
from components.tables import head_row, num, region_row
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.region_ranking import answer
from data.queries.wilson import LEAST
from data.view import View
from data.words import LEVELS

KEY = "regions"


def body() -> list[Component]:
    return [
        part(KEY, "head", className="table regions-table"),
        part(KEY, "rows", className="table regions-table paged"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    begins = axis_begins(answer.rows)
    rule = _("按时办结占应结（结案＋超期未结）；按 95% 置信下限排序；应结少于 {least} 件不排位；区间轴自 {begins}% 起")
    below = LEVELS.get(answer.level + 1, "")
    return {
        "sub": {"children": sub(answer, view)},
        "head": {"children": head_row(["", below, "95%区间", "按时办结", "应结", "上报", "满意率"])},
        "rows": {"children": [_row(row, begins) for row in answer.rows]},
        "rule": {"children": rule.format(least=LEAST, begins=begins)},
    }


def _row(row: Row, begins: int) -> Safe:
    thin = bool(row["thin"])
    cells = [
        num(str(row["rank"] or NONE), "rank"),
        named(str(row["name"]), thin),
        interval(row, begins),
        num(percent(row["on_time"]), "strong"),
        num(number(row["to_close"])),
        num(number(row["reported"])),
        num(percent(row["satisfied"])),
    ]
    return region_row(str(row["code"]), cells, "thin" if thin else "")


panel = Panel(
    key=KEY,
    title="区划排名",
    slot="centre-mid",
    order=230,
    topics=("events",),
    ask=answer,
    below=True,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有下一级",
)
