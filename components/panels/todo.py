"""待办: a tile a matter that waits for who looks; each leads to the page where it is done."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.todo import answer
from data.view import View

KEY = "todo"


def body() -> list[Component]:
    return [part(KEY, "tiles", className="todo-tiles")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    return {"sub": {"children": _("现在")}, "tiles": {"children": [_tile(one) for one in answer.rows]}}


def _tile(one: Row) -> Safe:
    late = one["key"] == "overdue" and bool(one["n"])
    figure = tag("b", [number(one["n"]), tag("small", _(str(one["unit"])))], "n")
    inside = [tag("span", _(str(one["label"]))), figure]
    return tag("a", inside, "tile attn" if late else "tile", href=str(one["to"] or ""), data_carry="view")


panel = Panel(
    key=KEY,
    title="我的待办",
    slot="theme",
    order=600,
    topics=("events", "dispatch", "warnings", "signals"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有待办",
)
