"""多发问题, 易发区域, 高发时段: in a sentence each, and the tables behind them."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe
from components.numbers import number, percent, share
from components.registry import Panel, Props
from components.slices import FOLLOWS, slice_row, whole
from components.tables import bar, num, region_row, row, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.hot import answer
from data.view import View
from data.words import WINDOWS

KEY = "hot"
KINDS = {"leaf": "多发问题", "region": "易发区域", "hour": "高发时段"}
SAID = 3  # names in a sentence


def body() -> list[Component]:
    groups = [
        html.Div(
            [html.H3(_(words)), part(KEY, f"{kind}-say", tag=html.P), part(KEY, kind, className="table hot-table")],
            className=f"hot-group hot-{kind}",
        )
        for kind, words in KINDS.items()
    ]
    return [html.Div(groups, className="hot")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    parts: dict[str, Props] = {"sub": {"children": [f"{_(WINDOWS[view.window])} · {_(answer.unit)}", *whole()]}}
    for kind in KINDS:
        rows = [one for one in answer.rows if one["kind"] == kind]
        most = max((float(one["n"] or 0) for one in rows), default=0.0)
        parts[kind] = {"children": [_row(kind, one, most) for one in rows]}
        parts[f"{kind}-say"] = {"children": _say(rows)}
    return parts


def _say(rows: list[Row]) -> str:
    """The first few by name, and their share together."""
    if not rows:
        return _("没有下一级")
    first = rows[:SAID]
    together = sum(float(one["share"] or 0) for one in first)
    listed = " · ".join(_(str(one["label"])) for one in first)
    return _("{names}，合占 {share}").format(names=listed, share=percent(together))


def _row(kind: str, one: Row, most: float) -> Safe:
    times = f"×{number(one['times'], 1)}" if isinstance(one["times"], int | float) else ""
    cells = [
        text(_(str(one["label"]))),
        bar(share(one["n"], most)),
        num(number(one["n"]), "strong"),
        num(percent(one["share"])),
        num(times, "times"),
    ]
    if kind == "leaf":
        return slice_row("leaf", one, cells)
    return region_row(str(one["key"]), cells) if kind == "region" else row(cells)


panel = Panel(
    key=KEY,
    title="高发分析",
    slot="centre-right",
    order=330,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有事件",
)
