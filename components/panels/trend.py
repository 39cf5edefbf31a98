"""Events over the window, by hour or by day, beside the period before."""

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.numbers import change_text, number
from components.plots import Plot, axis, series
from components.registry import Panel, Props
from data.answer import Answer
from data.language import gettext as _
from data.queries.trend import answer
from data.view import View

KEY = "trend"


def body(key: str = KEY) -> list[Component]:
    return [part(key, "keys", className="keys"), part(key, "chart", className="chart")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    return {"keys": {"children": _keys(answer)}, "chart": {"children": _chart(answer)}}


def _keys(answer: Answer) -> list[Component]:
    """Names of the three series with their sums, and the change against the period before."""
    sums = next(iter(answer.parts.get("change", [])), {})
    compared = any(row["previous"] is not None for row in answer.rows)
    names = {"reported": _("上报"), "closed": _("已结案"), "previous": _("上期")}
    shown = [
        html.Span([html.I(className=f"key key-{name}"), word, html.B(number(sums.get(name)), className="n")])
        for name, word in names.items()
        if name != "previous" or compared
    ]
    change = sums.get("percent")
    if change is not None:
        shown.append(html.Span([_("环比"), html.B(change_text(change), className="n")], className="push"))
    return shown


def _chart(answer: Answer) -> Component:
    """Reported behind, the closed of them in front, the period before as a line."""
    labels = [str(row["label"]) for row in answer.rows]
    reported, closed, previous = (series(answer.rows, name) for name in ("reported", "closed", "previous"))
    most = max((value for value in (*reported, *previous) if value is not None), default=0.0)
    plot = Plot(len(labels), axis(0.0, most, most=3, whole=True), KEY)
    return plot.bars(reported, "reported").bars(closed, "closed").line(previous, "previous").drawn(labels, 8)


panel = Panel(
    key=KEY,
    title="事件趋势",
    slot="right",
    order=40,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有事件",
)
