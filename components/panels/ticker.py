"""The newest events of the window, newest first."""

from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.frame import part
from components.marks import LEVEL_OF_GRADE, level_shape
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.ticker import answer
from data.times import local
from data.view import View
from data.words import CATEGORIES, GRADES, STAGES

KEY = "ticker"


def body() -> Component:
    return part(KEY, "rows", className="table ticker-table paged")


def draw(answer: Answer, view: View) -> dict[str, Props]:
    first = local(datetime.fromisoformat(str(answer.rows[0]["at"]))).date() if answer.rows else None
    return {"rows": {"children": [_row(row, first) for row in answer.rows]}}


def _row(row: Row, newest_day: object) -> Component:
    at = local(datetime.fromisoformat(str(row["at"])))
    level = LEVEL_OF_GRADE.get(str(row["grade"]), 4)
    title = str(row["title"])
    cells = [
        html.Span(f"{at:%H:%M}" if at.date() == newest_day else f"{at:%m-%d}", className="n"),
        level_shape(level),
        html.Span(title, title=f"{title} · {_(GRADES[str(row['grade'])])}", className="title"),
        html.Span(_(CATEGORIES.get(str(row["category"]), "")), className="wide category"),
        html.Span(str(row["place"]), className="place"),
        html.Span(_(STAGES.get(str(row["stage"]), "")), className="stage"),
    ]
    return html.A(
        cells,
        href=f"?region={str(row['region_code'])[:9]}",
        className="row",
        **{"data-lon": row["lon"], "data-lat": row["lat"]},
    )


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
