"""Events over the window, by hour or by day, beside the period before."""

from dash import html
from dash.development.base_component import Component

from components.charts import figure, graph, ticks, x_axis, y_axis
from components.frame import part
from components.numbers import change_text, number
from components.registry import Panel, Props
from data.answer import Answer
from data.language import gettext as _
from data.queries.trend import answer
from data.view import View

KEY = "trend"
ROOM = {"l": 34, "r": 18, "t": 6, "b": 20}


def body() -> list[Component]:
    return [part(KEY, "keys", className="keys"), graph(KEY, "chart", "chart-trend")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    return {"keys": {"children": _keys(answer)}, "chart": {"figure": _figure(answer)}}


def _keys(answer: Answer) -> list[Component]:
    """Names of the three series with their sums, and the change against the period before."""
    sums = {name: sum(int(row[name] or 0) for row in answer.rows) for name in ("reported", "closed", "previous")}
    compared = any(row["previous"] is not None for row in answer.rows)
    names = {"reported": _("上报"), "closed": _("已结案"), "previous": _("上期")}
    shown = [
        html.Span([html.I(className=f"key key-{name}"), word, html.B(number(sums[name]), className="n")])
        for name, word in names.items()
        if name != "previous" or compared
    ]
    change = next((row["percent"] for row in answer.parts.get("change", [])), None)
    if change is not None:
        shown.append(html.Span([_("环比"), html.B(change_text(change), className="n")], className="push"))
    return shown


def _figure(answer: Answer) -> dict:
    labels = [str(row["label"]) for row in answer.rows]
    reported = [row["reported"] for row in answer.rows]
    closed = [row["closed"] for row in answer.rows]
    previous = [row["previous"] for row in answer.rows]
    traces = [
        {"type": "bar", "x": labels, "y": reported, "hoverinfo": "skip"},
        {"type": "bar", "x": labels, "y": closed, "hoverinfo": "skip"},
        {"type": "scatter", "mode": "lines", "x": labels, "y": previous, "line": {"width": 2, "dash": "5px,3px"}},
    ]
    shown = ticks(labels, 8)
    axis = x_axis(tickmode="array", tickvals=shown, ticktext=shown)
    return figure(traces, barmode="overlay", bargap=0.35, xaxis=axis, margin=ROOM, yaxis=_counts(answer))


def _counts(answer: Answer) -> dict:
    """Whole events only: few of them get a line each."""
    most = max((int(row["reported"] or 0) for row in answer.rows), default=0)
    return y_axis(rangemode="tozero", **({"dtick": 1} if most < 4 else {}))


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
