"""How sure a share is, drawn: the interval on its axis, the rate as a mark on it."""

from collections.abc import Sequence

from components.markup import Safe, tag
from components.numbers import percent
from components.tables import piece, text
from data.answer import Row
from data.language import gettext as _


def axis_begins(rows: Sequence[Row]) -> int:
    """Where the axis of the intervals begins: ten percent or less below the lowest that is ranked."""
    ranked = [row for row in rows if not row["thin"]] or rows
    return min((int(float(row["low"] or 0)) // 10 * 10 for row in ranked), default=0)


def named(name: str, thin: bool) -> Safe:
    """Of the two, a narrow panel shows the name; why it is not ranked is told on hovering too."""
    few = [tag("em", _("样本不足"))] if thin else []
    return tag("span", [tag("span", name), *few], "named", title=f"{name} · {_('样本不足')}" if thin else name)


def interval(row: Row, begins: int) -> Safe:
    low, high, rate = (row[name] for name in ("low", "high", "on_time"))
    if not (isinstance(low, int | float) and isinstance(high, int | float) and isinstance(rate, int | float)):
        return text("", "interval")
    left, right, at = (100 * max(0.0, value - begins) / (100 - begins) for value in (low, high, rate))
    inside = [piece(f"{right - left:.1f}%", "span", f"{left:.1f}%"), piece("2px", "at", f"{min(at, 99.0):.1f}%")]
    return tag("span", inside, "interval", title=f"{percent(low)} – {percent(high)}")
