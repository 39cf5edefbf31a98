"""直通车: a row an express line: whom it goes to, what it promises, and whether that is kept."""

from dash.development.base_component import Component

from components import line_cells
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import head_row, num, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.express_lines import answer
from data.view import View
from data.words import WINDOWS

KEY = "express"
LISTED = 14
HEADS = ("直通车", "直达单位", "承诺", *line_cells.HEADS)


def body() -> list[Component]:
    return [
        part(KEY, "rows", className="table express-table"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    rows = [_row(one, view) for one in answer.rows[:LISTED]]
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "rows": {"children": [head_row(HEADS), *rows] if rows else None},
        "rule": {"children": line_cells.line_rule(answer, LISTED)},
    }


def _row(one: Row, view: View) -> Safe:
    promised = _("{n} 小时").format(n=number(one["hours"])) if one["hours"] else _("按清单")
    cells = [
        tag("b", str(one["name"]), title=str(one["since"])),
        text(str(one["agency"]) or _("按权责清单")),
        num(promised),
        *line_cells.line_cells(one, view),
    ]
    return row(cells)


panel = Panel(
    key=KEY,
    title="直通车",
    slot="study-right",
    order=574,
    topics=("events", "rules"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有登记直通车",
)
