"""Ranking of the level below by events reported in the window."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe
from components.numbers import change_text, number, percent, share
from components.registry import Panel, Props
from components.tables import bar, head_row, num, region_row, sure, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.ranking import answer
from data.view import View
from data.words import LEVELS, WINDOWS

KEY = "ranking"


def body() -> list[Component]:
    return [
        part(KEY, "head", className="table ranking-table"),
        part(KEY, "rows", className="table ranking-table paged"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    most = max((float(row["reported"] or 0) for row in answer.rows), default=0.0)
    below = LEVELS.get(answer.level + 1, "")
    return {
        "sub": {"children": f"{_(WINDOWS[view.window])} · {_(answer.unit)}"},
        "head": {"children": head_row(["", below, "上报", "", "结案", "千人事件", "按时办结", "环比"])},
        "rows": {"children": [_row(row, most) for row in answer.rows]},
    }


def _row(row: Row, most: float) -> Safe:
    cells = [
        num(str(row["rank"]), "rank"),
        text(str(row["name"])),
        bar(share(row["reported"], most)),
        num(number(row["reported"]), "strong"),
        num(number(row["closed"])),
        num(number(row["per_thousand"], 2), "wide"),
        sure(percent(row["on_time"]), row["to_close"]),
        num(change_text(row["change"]), "change"),
    ]
    return region_row(str(row["code"]), cells)


panel = Panel(
    key=KEY,
    title="下级排名",
    slot="left",
    order=40,
    topics=("events",),
    ask=answer,
    below=True,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有下一级",
)
