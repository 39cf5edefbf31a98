"""Agencies ranked by how punctually they close cases; few cases are shown, but not ranked."""

from dash.development.base_component import Component

from components.frame import part
from components.markup import Safe, tag
from components.numbers import NONE, number, percent
from components.registry import Panel, Props
from components.slices import FOLLOWS, slice_row, whole
from components.tables import head_row, num, piece, text
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.agency_ranking import answer
from data.queries.wilson import LEAST
from data.view import View
from data.words import WINDOWS

KEY = "agencies"


def body() -> list[Component]:
    return [
        part(KEY, "head", className="table agencies-table"),
        part(KEY, "rows", className="table agencies-table paged"),
        part(KEY, "rule", className="rule"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    begins = _begins(answer)
    rule = _("按时办结占应结（结案＋超期未结）；按 95% 置信下限排序；应结少于 {least} 件不排位；区间轴自 {begins}% 起")
    return {
        "sub": {"children": [_(WINDOWS[view.window]), *whole()]},
        "head": {"children": head_row(["", "责任单位", "95%区间", "按时办结", "应结", "满意率"])},
        "rows": {"children": [_row(row, begins) for row in answer.rows]},
        "rule": {"children": rule.format(least=LEAST, begins=begins)},
    }


def _begins(answer: Answer) -> int:
    """Where the axis of the intervals begins: ten percent or less below the lowest that is ranked."""
    ranked = [row for row in answer.rows if not row["thin"]] or answer.rows
    return min((int(float(row["low"] or 0)) // 10 * 10 for row in ranked), default=0)


def _row(row: Row, begins: int) -> Safe:
    thin = bool(row["thin"])
    cells = [
        num(str(row["rank"] or NONE), "rank"),
        _named(str(row["name"]), thin),
        _interval(row, begins),
        num(percent(row["on_time"]), "strong"),
        num(number(row["to_close"])),
        num(percent(row["satisfied"])),
    ]
    return slice_row("agency", row, cells, "thin" if thin else "")


def _named(name: str, thin: bool) -> Safe:
    """Of the two, a narrow panel shows the name; why it is not ranked is told on hovering too."""
    few = [tag("em", _("样本不足"))] if thin else []
    return tag("span", [tag("span", name), *few], "named", title=f"{name} · {_('样本不足')}" if thin else name)


def _interval(row: Row, begins: int) -> Safe:
    """The interval on its axis, the rate as a mark on it."""
    low, high, rate = (row[name] for name in ("low", "high", "on_time"))
    if not (isinstance(low, int | float) and isinstance(high, int | float) and isinstance(rate, int | float)):
        return text("", "interval")
    left, right, at = (100 * max(0.0, value - begins) / (100 - begins) for value in (low, high, rate))
    inside = [piece(f"{right - left:.1f}%", "span", f"{left:.1f}%"), piece("2px", "at", f"{min(at, 99.0):.1f}%")]
    return tag("span", inside, "interval", title=f"{percent(low)} – {percent(high)}")


panel = Panel(
    key=KEY,
    title="责任单位",
    slot="centre-right",
    order=340,
    topics=("events",),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=FOLLOWS,
    nothing="没有派遣到单位的事件",
)
