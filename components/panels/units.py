"""处置责任单位协同看板: a row an agency; what it holds and is late with leads to the list of exactly that."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number, percent
from components.registry import Panel, Props
from components.tables import head_row, num, row, sure, text
from components.to_list import to_list
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.units import answer
from data.view import View
from data.words import WINDOWS

KEY = "units"
LISTED = 14
HEADS = ("责任单位", "派遣", "在办", "超期", "挂账", "结案", "结案率", "按时反馈", "按时办结", "退回")


def body() -> list[Component]:
    return [part(KEY, "rows", className="table units-table"), part(KEY, "rule", className="rule")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    total = next((int(one["n"] or 0) for one in answer.parts.get("total", [])), len(answer.rows))
    rule = _("派遣与结案按时段计，在办与超期不论何时上报；共 {n} 个单位，余下的在本面板页").format(n=number(total))
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "rows": {"children": [head_row(HEADS), *(_row(one, view) for one in answer.rows[:LISTED])]},
        "rule": {"children": rule},
    }


def _row(one: Row, view: View) -> Safe:
    code = str(one["code"])
    late = "n num over" if one["overdue"] else "n num"
    cells = [
        text(str(one["name"])),
        num(number(one["assigned"])),
        tag("a", number(one["open"]), "n num strong", href=to_list(view, agency=code, state="open")),
        tag("a", number(one["overdue"]), late, href=to_list(view, agency=code, state="overdue")),
        num(number(one["suspended"])),
        num(number(one["closed"])),
        num(percent(one["rate"])),
        num(percent(one["answered_on_time"])),
        sure(percent(one["on_time"]), one["to_close"]),
        num(number(one["returned"])),
    ]
    return row(cells, "thin" if one["thin"] else "")


panel = Panel(
    key=KEY,
    title="责任单位协同",
    slot="study-right",
    order=570,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有派遣到单位的事件",
)
