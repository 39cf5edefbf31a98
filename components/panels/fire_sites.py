"""消防安全单位: fire records of schools, scenic spots, heritage points and hazardous sites, the most urgent first."""

from dash.development.base_component import Component

from components.guarded import guarded_body, guarded_parts
from components.registry import Panel, Props
from data.answer import Answer
from data.queries.fire_sites import answer
from data.view import View

KEY = "fire_sites"


def body() -> list[Component]:
    return guarded_body(KEY)


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    return guarded_parts(answer)


panel = Panel(
    key=KEY,
    title="消防安全单位",
    slot="theme",
    order=630,
    topics=("features", "warnings", "regions"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有登记消防档案的单位",
)
