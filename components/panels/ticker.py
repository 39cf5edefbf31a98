"""The newest events of the window, newest first."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.frame import part
from components.marks import LEVEL_OF_GRADE
from components.markup import Safe, tag
from components.registry import Panel, Props
from components.tables import text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.ticker import answer
from data.times import local
from data.view import View
from data.words import CATEGORIES, GRADES, STATES, WINDOWS

KEY = "ticker"
COUNTED: dict[str, Any] = {"data-counted": "1"}


def body() -> Component:
    return part(KEY, "rows", className="table ticker-table paged", **COUNTED)


def draw(answer: Answer, view: View) -> dict[str, Props]:
    first = local(datetime.fromisoformat(str(answer.rows[0]["at"]))).date() if answer.rows else None
    newest = _("最新 {n} 条").format(n=len(answer.rows))
    return {
        "sub": {"children": f"{_(WINDOWS[view.window])} · {newest}"},
        "rows": {"children": [_row(event, first) for event in answer.rows]},
    }


def _row(event: Row, newest_day: object) -> Safe:
    at = local(datetime.fromisoformat(str(event["at"])))
    title, grade = str(event["title"]), str(event["grade"])
    cells = [
        text(f"{at:%H:%M}" if at.date() == newest_day else f"{at:%m-%d}", "n"),
        tag("i", None, f"lv lv-{LEVEL_OF_GRADE.get(grade, 4)}"),
        tag("span", title, "title", title=f"{title} · {_(GRADES[grade])}"),
        text(_(CATEGORIES.get(str(event["category"]), "")), "wide category"),
        text(str(event["place"]), "place"),
        text(_(STATES.get(str(event["stage"]), "")), "stage"),
    ]
    return tag("a", cells, "row", href=f"/events/{event['id']}", data_carry="view")


panel = Panel(
    key=KEY,
    title="实时事件",
    slot="right",
    order=30,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有事件",
)
