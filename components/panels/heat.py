"""Hour of the day × day of the week: when events come."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.slices import whole
from components.tables import text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.heat import answer
from data.schema.cube import HOURS
from data.view import View
from data.words import WINDOWS

KEY = "heat"
CLASSES = 5


def body() -> list[Component]:
    return [part(KEY, "grid", className="heat"), part(KEY, "scale", className="heat-scale")]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    most = max((float(row[name] or 0) for row in answer.rows for name in HOURS), default=0.0)
    rows = [row for row in answer.rows if row["days"]] or answer.rows  # today has one weekday
    axis = [text("", "heat-day"), *(text(f"{hour:02d}" if hour % 3 == 0 else "", "n") for hour in range(24))]
    return {
        "sub": {"children": [f"{_(WINDOWS[view.window])} · {_('平均每天件数')}", *whole()]},
        "grid": {"children": [*(_row(row, most) for row in rows), tag("div", axis, "heat-row heat-axis")]},
        "scale": {"children": _scale(most)},
    }


def _row(row: Row, most: float) -> Safe:
    day = _(str(row["label"]))
    cells = [_cell(f"{day} {hour:02d}:00", row[name], most) for hour, name in enumerate(HOURS)]
    return tag("div", [text(day, "heat-day"), *cells], "heat-row")


def _cell(when: str, value: object, most: float) -> Safe:
    if not isinstance(value, int | float):
        return tag("i", None, "none", title=f"{when} {NONE}")
    return tag("i", None, f"r{_class(value, most)}", title=f"{when} {number(value)} {_('件/天')}")


def _class(value: float, most: float) -> int:
    """1..5 of equal width; 0 is a measured zero."""
    return 0 if value <= 0 or most <= 0 else min(CLASSES, 1 + int(CLASSES * value / most))


def _scale(most: float) -> list[Safe]:
    """The five classes with the numbers between them."""
    steps = [tag("i", None, f"r{n}") for n in range(1, CLASSES + 1)]
    edges = [tag("span", number(round(most * n / CLASSES, 1)), "n") for n in range(CLASSES + 1)]
    return [tag("div", steps, "steps"), tag("div", edges, "edges"), tag("span", _("件/天"), "unit")]


panel = Panel(
    key=KEY,
    title="时段热力",
    slot="centre-left",
    order=150,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    nothing="没有事件",
)
