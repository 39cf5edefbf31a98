"""The newest events of the window, live warnings among them; a red one is pinned until acknowledged."""

from datetime import datetime
from operator import itemgetter
from typing import Any

from dash.development.base_component import Component

from components.frame import part
from components.marks import LEVEL_OF_GRADE
from components.markup import Safe, tag
from components.registry import Panel, Props
from components.tables import text
from components.warning_words import coloured, exercised, hazard, shape, title_of
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.ticker import answer
from data.risk_words import WARNING_STATES
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
        "rows": {"children": [line for _order, line in sorted(_lines(answer, first), key=itemgetter(0), reverse=True)]},
    }


def _lines(answer: Answer, newest_day: object) -> list[tuple[tuple[bool, str], Safe]]:
    """Each row with its place in the order: pinned, then by time."""
    events = [((False, str(event["at"])), _row(event, newest_day)) for event in answer.rows]
    alarms = answer.parts.get("alarms", [])
    return [((_pinned(row), str(row["at"])), _alarm(row, newest_day)) for row in alarms] + events


def _pinned(alarm: Row) -> bool:
    return alarm["colour"] == 1 and alarm["state"] == "raised"


def _alarm(row: Row, newest_day: object) -> Safe:
    """One warning leads to its page, several of a kind to the page of risks."""
    n, title = int(row["n"] or 1), title_of(row)
    if n > 1:
        told = _("{what} · {place}等 {n} 处").format(place=row["place"], n=row["places"], what=hazard(row))
        title = exercised(row) + told
    cells = [
        text(_when(row, newest_day), "n"),
        shape(int(row["colour"] or 4)),
        tag("span", [text(_("预警"), "mark mark-alarm"), " ", title], "title", title=title),
        tag("span", coloured(row), "wide category"),
        text(str(row["place"]) if n == 1 else _("{n} 条").format(n=n), "place"),
        text(_(WARNING_STATES.get(str(row["state"]), "")), "stage"),
    ]
    way = f"/warnings/{row['code']}" if n == 1 else "/risk"
    return tag("a", cells, "row alarm", href=way, data_carry="view")


def _when(row: Row, newest_day: object) -> str:
    """Time of day on the day of the newest event, else the date."""
    at = local(datetime.fromisoformat(str(row["at"])))
    return f"{at:%H:%M}" if at.date() == newest_day else f"{at:%m-%d}"


def _row(event: Row, newest_day: object) -> Safe:
    title, grade = str(event["title"]), str(event["grade"])
    cells = [
        text(_when(event, newest_day), "n"),
        tag("i", None, f"lv lv-{LEVEL_OF_GRADE.get(grade, 4)}"),
        tag("span", title, "title", title=f"{title} · {_(GRADES[grade])}"),
        text(_(CATEGORIES.get(str(event["category"]), "")), "wide category"),
        text(str(event["place"]), "place"),
        text(_(STATES.get(str(event["stage"]), "")), "stage"),
    ]
    return tag("a", cells, "row", href=f"/events/{event['code']}", data_carry="view")


panel = Panel(
    key=KEY,
    title="实时事件",
    slot="right",
    order=30,
    topics=("events", "warnings"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有事件",
)
