"""The funnel of the event centre: the same as on the wall, narrowed to the slice."""

from dash.development.base_component import Component

from components.panels import funnel
from components.registry import Panel, Props
from components.slices import FOLLOWS, sub
from data.answer import Answer
from data.language import gettext as _
from data.queries.funnel import answer
from data.view import View

KEY = "centre_funnel"


def body() -> list[Component]:
    return funnel.body(KEY)


def draw(answer: Answer, view: View) -> dict[str, Props]:
    return funnel.draw(answer, view, filters=True) | {"sub": {"children": sub(answer, view, _(answer.unit))}}


panel = Panel(
    key=KEY,
    title="事件流转",
    slot="centre-left",
    order=110,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有事件",
)
