"""The trend of the event centre: the same as on the wall, narrowed to the slice."""

from dash.development.base_component import Component

from components.panels import trend
from components.registry import Panel, Props
from components.slices import FOLLOWS, sub
from data.answer import Answer
from data.language import gettext as _
from data.queries.trend import answer
from data.view import View

KEY = "centre_trend"


def body() -> list[Component]:
    return trend.body(KEY)


def draw(answer: Answer, view: View) -> dict[str, Props]:
    return trend.draw(answer, view) | {"sub": {"children": sub(answer, view, _(answer.unit))}}


panel = Panel(
    key=KEY,
    title="事件趋势",
    slot="centre-right",
    order=310,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有事件",
)
