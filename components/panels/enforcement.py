"""监督执法专题: a row a field of law enforcement, then the kinds with most cases, each of which narrows the page."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe
from components.numbers import NONE, change_text, number, percent
from components.registry import Panel, Props
from components.slices import FOLLOWS, slice_row
from components.tables import bar, head_row, num, row, sure, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.enforcement import answer
from data.queries.wilson import LEAST
from data.view import View
from data.words import WINDOWS

KEY = "enforcement"
HEADS = ("执法领域", "", "上报", "比上期", "事项", "结案率", "按时办结", "退回")
KIND_HEADS = ("事项", "上报", "结案率", "按时办结")


def body() -> list[Component]:
    return [
        part(KEY, "rows", className="table enforcement-table"),
        part(KEY, "kinds", className="table enforcement-kinds"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    most = max((int(one["reported"] or 0) for one in answer.rows), default=0)
    kinds = answer.parts.get("matters", [])
    rule = _("结案率占立案，按时办结占应结（结案＋超期未结）；不足 {least} 件的灰字不作比较；点事项，全页收窄到它")
    lines = [_row(one, most) for one in answer.rows]
    return {
        "sub": {"children": _(WINDOWS[view.window])},
        "rows": {"children": [head_row(HEADS), *lines] if lines else None},
        "kinds": {"children": [head_row(KIND_HEADS), *map(_kind, kinds)] if kinds else None},
        "rule": {"children": rule.format(least=LEAST)},
    }


def _row(one: Row, most: int) -> Safe:
    cells = [
        text(_(str(one["label"])), "strong"),
        bar(f"{100 * int(one['reported'] or 0) / most:.0f}%" if most else "0%"),
        num(number(one["reported"]), "strong"),
        num(change_text(one["change"]) if one["change"] is not None else NONE),
        num(_("{n} 种").format(n=number(one["kinds"]))),
        sure(percent(one["rate"]), one["filed"]),
        sure(percent(one["on_time"]), one["filed"]),
        num(number(one["returned"])),
    ]
    return row(cells)


def _kind(one: Row) -> Safe:
    cells = [
        text(_(str(one["label"]))),
        num(number(one["reported"]), "strong"),
        sure(percent(one["rate"]), one["filed"]),
        sure(percent(one["on_time"]), one["filed"]),
    ]
    return slice_row("leaf", one | {"key": one["leaf"]}, cells)


panel = Panel(
    key=KEY,
    title="监督执法专题",
    slot="theme",
    order=622,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有这类事件",
)
