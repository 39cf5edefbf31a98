"""The last day of a station as a line, the hours to come as a broken one with how far they may be off, its limit."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from components.event_words import moment
from components.markup import Safe, markup, tag
from components.numbers import NONE, number
from data.answer import Answer, Row, Value
from data.language import gettext as _

WIDE, HIGH = 240.0, 64.0


def by_code(answer: Answer, name: str) -> defaultdict[str, list[Row]]:
    """The rows of a part of the answer, by the code of their station."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in answer.parts.get(name, []):
        found[str(row["code"])].append(row)
    return found


def share_of(row: Row) -> float:
    """Of its limit in percent; 0 where none is known."""
    return float(row["share"]) if isinstance(row["share"], int | float) else 0.0


def unsure(row: Row) -> bool:
    """Whether what it said last is doubted, and no value."""
    return row["quality"] == "doubted" and row["value"] is None


def when(told: object, now: datetime | None) -> str:
    at = datetime.fromisoformat(str(told)) if told else None
    return moment(at, now or at) if at else NONE


def curve(series: Sequence[Row], ahead: Sequence[Row], limit: Value) -> Safe:
    """The band about the broken line is the mean error of the same rule; above the limit the ground is tinted."""
    if len(series) < 2:
        return tag("p", _("近一日没有读数"), "quiet")
    points = [(str(one["at"]), float(one["value"] or 0)) for one in (*series, *ahead)]
    band = [(str(one["at"]), float(one["value"] or 0), float(one["error"] or 0)) for one in ahead]
    begin = datetime.fromisoformat(points[0][0]).timestamp()
    long = max(1.0, datetime.fromisoformat(points[-1][0]).timestamp() - begin)
    bar = float(limit) if isinstance(limit, int | float) else None
    heights = [value for _at, value in points] + [value + error for _at, value, error in band]
    top = max([*heights, *([bar] if bar is not None else [])]) * 1.05 or 1.0

    def place(at: str, value: float) -> str:
        x = (datetime.fromisoformat(at).timestamp() - begin) / long * WIDE
        return f"{x:.1f},{HIGH - max(0.0, value) / top * HIGH:.1f}"

    def line(those: Sequence[tuple[str, float]]) -> str:
        return " ".join(place(*one) for one in those)

    lines: list[Safe] = []
    if bar is not None:
        y = f"{HIGH - bar / top * HIGH:.1f}"
        lines.append(tag("rect", None, "curve-alert", x="0", y="0", width=f"{WIDE:.0f}", height=y))
        lines.append(tag("line", None, "curve-limit", x1="0", x2=f"{WIDE:.0f}", y1=y, y2=y))
    if any(error for _at, _value, error in band):
        edge = [(at, value + error) for at, value, error in band]
        edge += [(at, value - error) for at, value, error in reversed(band)]
        lines.append(tag("polygon", None, "curve-band", points=line([points[len(series) - 1], *edge])))
    lines.append(tag("polyline", None, "curve-past", points=line(points[: len(series)])))
    lines += [tag("polyline", None, "curve-ahead", points=line(points[len(series) - 1 :]))] if ahead else []
    label = _("近一日与预测曲线，最高 {top}").format(top=number(max(value for _at, value in points)))
    box = {"viewBox": f"0 0 {WIDE:.0f} {HIGH:.0f}", "preserveAspectRatio": "none", "role": "img", "aria_label": label}
    return Safe(markup(tag("svg", lines, "crowd-curve", **box)))
