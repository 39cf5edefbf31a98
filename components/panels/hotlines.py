"""热线归并: how many hotlines 12345 took over in which way, and a row a line; a figure leads to the list of it."""

from dash.development.base_component import Component

from components import line_cells
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.hotlines import answer
from data.view import View
from data.words import LINE_MODES, WINDOWS

KEY = "hotlines"
LISTED = 14
HEADS = ("热线", "归并方式", "归并日期", *line_cells.HEADS)


def body() -> list[Component]:
    return [
        part(KEY, "say", className="study-say"),
        part(KEY, "rows", className="table hotlines-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    rows = [_row(one, view) for one in answer.rows[:LISTED]]
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "say": {"children": _say(answer) if answer.rows else None},
        "rows": {"children": [head_row(HEADS), *rows] if rows else None},
        "rule": {"children": line_cells.line_rule(answer, LISTED)},
    }


def _say(answer: Answer) -> str:
    modes = "、".join(
        _("{mode} {n} 条").format(mode=_(LINE_MODES[str(one["mode"])]), n=number(one["lines"]))
        for one in answer.parts.get("modes", [])
    )
    calls = next(iter(answer.parts.get("calls", [])), {})
    words = _("已登记热线 {n} 条：{modes}；12345 来件 {every} 件，其中 {named} 件注明线路")
    every, named = number(calls.get("every")), number(calls.get("named"))
    return words.format(n=number(len(answer.rows)), modes=modes, every=every, named=named)


def _row(one: Row, view: View) -> Safe:
    name = [tag("b", str(one["code"]), "n"), " ", str(one["name"])]
    state = str(one["since"]) if one["state"] == "taken" else _("待归并")
    cells = [
        tag("span", name, title=str(one["owner"])),
        text(_(LINE_MODES[str(one["mode"])])),
        num(state, "" if one["state"] == "taken" else "thin"),
        *line_cells.line_cells(one, view),
    ]
    return row(cells)


panel = Panel(
    key=KEY,
    title="热线归并",
    slot="study-right",
    order=572,
    topics=("events", "rules"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有登记归并的热线",
)
