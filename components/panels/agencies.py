"""Agencies ranked by how punctually they close cases; few cases are shown, but not ranked."""

from dash.development.base_component import Component

from components.frame import part
from components.intervals import axis_begins, interval, named
from components.markup import Safe
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.slices import FOLLOWS, slice_row, whole
from components.tables import head_row, num
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.agency_ranking import answer
from data.queries.wilson import LEAST
from data.view import View
from data.words import WINDOWS

KEY = "agencies"


def body() -> list[Component]:
    return [
        part(KEY, "head", className="table agencies-table"),
        part(KEY, "rows", className="table agencies-table paged"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    begins = axis_begins(answer.rows)
    rule = _("按时办结占应结（结案＋超期未结）；按 95% 置信下限排序；应结少于 {least} 件不排位；区间轴自 {begins}% 起")
    return {
        "sub": {"children": [_(WINDOWS[view.window]), *whole()]},
        "head": {"children": head_row(["", "责任单位", "95%区间", "按时办结", "应结", "满意率"])},
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
        num(percent(row["satisfied"])),
    ]
    return slice_row("agency", row, cells, "thin" if thin else "")


panel = Panel(
    key=KEY,
    title="责任单位",
    slot="centre-right",
    order=340,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有派遣到单位的事件",
)
