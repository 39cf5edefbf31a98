"""文物保护点防火防汛: each heritage point with what is live over it and its last check."""

from dash.development.base_component import Component

from components.guarded import guarded_body, guarded_parts
from components.registry import Panel, Props
from data.answer import Answer
from data.queries.heritage import answer
from data.view import View

KEY = "heritage"


def body() -> list[Component]:
    return guarded_body(KEY)


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    return guarded_parts(answer)


panel = Panel(
    key=KEY,
    title="文物保护点防火防汛",
    slot="theme",
    order=640,
    topics=("features", "warnings", "regions"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记文物点",
)
