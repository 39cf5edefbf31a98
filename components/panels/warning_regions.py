"""Where warnings are live: the level below by its highest colour."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from components.tables import head_row, num, region_row, text
from components.warning_words import shape
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.warning_regions import answer
from data.risk_words import WARNING_COLOURS
from data.view import View
from data.words import LEVELS

KEY = "warning_regions"


def body() -> Component:
    return part(KEY, "rows", className="table warning-regions-table")


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    level = _(LEVELS[min(answer.level + 1, max(LEVELS))])
    heads = head_row([level, "最高", *(WARNING_COLOURS[colour] for colour in WARNING_COLOURS)])
    return {
        "sub": {"children": " · ".join((level, _(answer.unit)))},
        "rows": {"children": [heads, *(_row(row) for row in answer.rows)]},
    }


def _row(row: Row) -> Safe:
    top = int(row["top"] or 4)
    highest = tag("span", [shape(top), tag("b", _(WARNING_COLOURS[top]), f"level-word level-{top}")], "top-colour")
    counts = [num(number(row[f"c{colour}"]), "" if row[f"c{colour}"] else "zero") for colour in WARNING_COLOURS]
    return region_row(str(row["code"]), [text(str(row["name"])), highest, *counts])


panel = Panel(
    key=KEY,
    title="下级最高预警",
    slot="risk-left",
    order=220,
    topics=("warnings",),
    ask=answer,
    body=body,
    draw=draw,
    below=True,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="下级当前无预警",
)
