"""Readings of a station as a small line with its limits: one picture, no script."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from components.event_words import moment
from components.marks import chip, doubt
from components.markup import Safe, tag
from components.numbers import number
from data.language import gettext as _
from data.queries.dispatch_case import Case
from data.queries.dispatch_near import Trace
from data.queries.dispatch_stations import Measured
from data.risk_words import LIMITS, QUANTITIES

BARS = {**LIMITS, "rule": "规则阈值"}
WIDTH, HEIGHT, TOP, LEFT, RIGHT, PLAIN = 460.0, 104.0, 10.0, 6.0, 96.0, 8.0  # PLAIN: right, without limits


def charts(case: Case) -> list[Safe]:
    """Of the stations behind a warning; of the one nearest to an event, which says that it stands elsewhere."""
    return [tag("section", [*_away(one), *chart(one, case.now)], "case-group case-measured") for one in case.measured]


def _away(one: Measured) -> list[Safe]:
    if one.km is None:
        return []
    far = _("最近的测站，距事件 {km} km，不是事件现场的读数").format(km=f"{one.km:.1f}")
    return [tag("h4", far, "case-away")]


def chart(one: Measured, now: datetime) -> list[Safe]:
    """A day of hours; limits dashed, each with its name and value, the last value at the end of the line."""
    trace = one.trace
    about = QUANTITIES[trace.quantity]
    values = [value for _at, value in trace.hours]
    bars = trace.limits
    low, high = min((0.0, *values)), max((*values, *(bar for _name, bar in bars)))
    rise = (high - low) or 1.0

    def down(value: float) -> float:
        return TOP + (high - value) / rise * (HEIGHT - TOP - 4)

    unit = _(about.unit)
    span = _("近 24 小时，逐时 {unit}") if about.adds else _("近 24 小时 {unit}")
    title = [tag("b", _(about.word)), " ", tag("small", span.format(unit=unit))]
    mark = [doubt()] if trace.doubted else []
    seen = [tag("span", one.name), chip(one.provenance), tag("span", moment(trace.at, now), "n"), *mark]
    head = tag("header", [tag("span", title), tag("span", seen, "case-chart-of")], "case-chart-head")
    lines = [_limit(_(BARS.get(name, name)), bar, down(bar)) for name, bar in bars]
    right = RIGHT if bars else PLAIN
    top = tag("text", number(high), "chart-axis", x=f"{LEFT:.0f}", y=f"{TOP + 2:.0f}")
    words = _("{what} 最近 {value} {unit}").format(what=_(about.word), value=number(values[-1]), unit=unit)
    box = f"0 0 {WIDTH:.0f} {HEIGHT:.0f}"
    drawn = tag(
        "svg", [*lines, top, *_line(values, down, unit, right)], "case-chart", viewBox=box, role="img", aria_label=words
    )
    wide = "case-hours" if bars else "case-hours wide"
    hours = tag("div", [tag("span", moment(at, now), "n") for at in _ends(trace)], wide)
    return [head, drawn, hours]


def _line(values: Sequence[float], down: Any, unit: str, right: float) -> list[Safe]:
    step = (WIDTH - LEFT - right) / max(1, len(values) - 1)
    spots = [(LEFT + n * step, down(value)) for n, value in enumerate(values)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    x, y = spots[-1]
    dot = tag("circle", None, "chart-dot", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4")
    words = tag("text", f"{number(values[-1])} {unit}", "chart-now", x=f"{x:.1f}", y=f"{max(y - 8, 11):.1f}")
    return [tag("polyline", None, "chart-line", points=points), dot, words]


def _limit(name: str, value: float, y: float) -> Safe:
    end = WIDTH - RIGHT + 8
    line = tag("line", None, "chart-limit", x1=f"{LEFT:.0f}", x2=f"{end:.0f}", y1=f"{y:.1f}", y2=f"{y:.1f}")
    return tag("g", [line, tag("text", f"{name} {number(value)}", "chart-bar", x=f"{end + 4:.0f}", y=f"{y + 4:.1f}")])


def _ends(trace: Trace) -> tuple[datetime, datetime]:
    return trace.hours[0][0], trace.hours[-1][0]
