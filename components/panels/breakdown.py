"""Events by category, by source and by grade, side by side; a row narrows the page to what it counts."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.marks import LEVEL_OF_GRADE
from components.markup import Safe, tag
from components.numbers import number, percent, share, stay
from components.registry import Panel, Props
from components.slices import FOLLOWS, slice_row, whole
from components.tables import bar, head_row, num, sure, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.breakdown import DIMS, answer
from data.view import View
from data.words import WINDOWS

KEY = "breakdown"
HEADS = {"category": "类别", "source": "事件来源", "grade": "等级"}


def body() -> Component:
    tables = [part(KEY, dim, className=f"table breakdown-table breakdown-{dim}") for dim in DIMS]
    return html.Div(tables, className="breakdown")


def draw(answer: Answer, view: View) -> dict[str, Props]:
    parts: dict[str, Props] = {"sub": {"children": [f"{_(WINDOWS[view.window])} · {_(answer.unit)}", *whole()]}}
    for dim in DIMS:
        rows = [row for row in answer.rows if row["dim"] == dim]
        most = max((float(row["reported"] or 0) for row in rows), default=0.0)
        labels = [HEADS[dim], "上报", "", "结案率", "按时办结", "处置中位"]
        parts[dim] = {"children": [head_row(labels), *(_row(dim, row, most) for row in rows)]}
    return parts


def _row(dim: str, row: Row, most: float) -> Safe:
    cells = [
        _name(dim, row),
        bar(share(row["reported"], most)),
        num(number(row["reported"]), "strong"),
        num(percent(row["closed"])),
        sure(percent(row["on_time"]), row["n"]),
        num(stay(row["dwell_p50"])),
    ]
    return slice_row(dim, row, cells)


def _name(dim: str, row: Row) -> Safe:
    name = _(str(row["label"]))
    if dim != "grade":
        return text(name)
    return tag("span", [tag("i", None, f"lv lv-{LEVEL_OF_GRADE.get(str(row['key']), 4)}"), name], "graded")


panel = Panel(
    key=KEY,
    title="分类统计",
    slot="centre-mid",
    order=210,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有事件",
)
