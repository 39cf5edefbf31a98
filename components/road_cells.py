"""Cells of a road under water: how deep, the warning, the gate or pump, the cameras."""

from datetime import datetime

from components.event_words import moment
from components.marks import glyph, level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.tables import text
from data.answer import Row
from data.control_words import CONTROL_ORDERS, CONTROL_STATES
from data.language import gettext as _
from data.risk_words import LIMITS, QUALITIES, WARNING_COLOURS


def depth_words(one: Row) -> str:
    """A doubted reading is no depth."""
    if one["quality"] == "doubted":
        return _(QUALITIES["doubted"])
    return NONE if one["value"] is None else _("{n} cm").format(n=number(one["value"]))


def water_cell(one: Row, now: datetime | None, grade: int | None) -> Safe:
    """How deep, in the sign and the name of the class of its depth."""
    above = one["state"] == "above"
    said = datetime.fromisoformat(str(one["at"])) if one["at"] else None
    when = moment(said, now or said) if said else NONE
    over = _("超{limit} {over} cm")
    words = over.format(limit=_(LIMITS.get(str(one["limit"]), "")), over=number(one["over"], 1)) if above else when
    sign = [tag("i", None, f"sym sym-ponding ponding-{grade}"), " "] if grade else []
    name = [" ", tag("em", _(str(one["label"])))] if grade else []
    return tag(
        "span",
        [
            tag("b", [*sign, "▲ " if above else "", depth_words(one), *name], "n"),
            tag("small", [glyph(str(one["freshness"])), " ", words], "n"),
        ],
        "flood-depth",
    )


def warning_cell(one: Row) -> Safe:
    if not one["warning"]:
        return text(NONE)
    colour = int(one["colour"] or 4)
    shape = [level_shape(colour), " ", _(WARNING_COLOURS[colour])]
    return tag("a", shape, href=f"/warnings/{one['warning']}", data_carry="view")


def pump_cell(one: Row) -> Safe:
    """Its state, and what is suggested to it that it is not yet."""
    if not one["pump"]:
        return text(NONE)
    state = _(CONTROL_STATES[str(one["pump_state"])])
    advice = _("建议{order}").format(order=_(CONTROL_ORDERS[str(one["do"])])) if one["do"] else state
    words = [tag("span", str(one["pump_name"])), tag("small", advice, "attn" if one["do"] else "")]
    return tag("span", words, "two")


def seen_cell(one: Row) -> Safe:
    n = _("{n} 路").format(n=number(one["cameras"]))
    look = "n" if one["cameras"] else "n attn"
    return tag("a", n, look, href=f"/videos?spot={one['code']}", data_carry="view")
