"""A row of the list of stations: newest value, limits, state, last day, newest warning, when it spoke."""

from datetime import datetime
from typing import Any

from components.event_words import moment
from components.fields import link
from components.marks import doubt, glyph, level_shape
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.sparks import spark
from data.answer import Row
from data.language import gettext as _
from data.queries.station_sheet import Sheet
from data.risk_words import LIMITS, QUANTITIES, STATION_KINDS, STATION_STATES

HEADS = ("测站", "最新值", "限值", "状态", "24小时", "最近预警", "观测时间")


def station_row(one: Row, found: Sheet) -> Safe:
    code, unit = str(one["code"]), _(str(one["unit"] or ""))
    about = [tag("b", str(one["name"])), tag("small", f"{_(STATION_KINDS[str(one['kind'])])} · {code}", "n")]
    figure = NONE if one["value"] is None else f"{number(one['value'])} {unit}"
    unsure = one["quality"] == "doubted"
    told = tag("span", [tag("b", figure, "n unsure"), " ", doubt()]) if unsure else tag("b", figure, "n")
    value = [told, tag("small", _what(one))]
    cells: list[tuple[Any, str]] = [
        (link(about, f"/risk?area=station:{code}", "two", data_carry="view"), ""),
        (tag("span", value, "two"), ""),
        (_limits(found, code, unit), ""),
        (_state(one, unit), ""),
        (tag("span", spark(found.traces.get(code, ()), unsure), "trace"), "spare"),
        (_warned(found.warned.get(code), found.now), ""),
        (tag("span", [glyph(str(one["freshness"])), " ", _when(one["at"], found.now)], "n"), ""),
    ]
    named = zip(HEADS, cells, strict=True)
    return tag("tr", [tag("td", cell, how, data_label=_(name)) for name, (cell, how) in named], str(one["state"]))


def _what(one: Row) -> str:
    quantity = QUANTITIES[str(one["quantity"])]
    return f"{_(quantity.word)} · {_('近1小时')}" if quantity.adds else _(quantity.word)


def _limits(found: Sheet, code: str, unit: str) -> str:
    words = [f"{_(LIMITS[one.name])} {number(one.value)}" for one in found.limits.get(code, ())]
    return f"{' / '.join(words)} {unit}" if words else _("未设限值")


def _state(one: Row, unit: str) -> Safe:
    state = str(one["state"])
    if state != "above":
        return tag("span", _(STATION_STATES[state]), "" if state == "normal" else "quiet")
    limit = _(LIMITS.get(str(one["limit"]), ""))
    return tag("b", _("▲ 超{limit} {over} {unit}").format(limit=limit, over=number(one["over"], 2), unit=unit), "attn")


def _warned(one: Any, now: datetime) -> Safe:
    """When it last alarmed; over or not."""
    if one is None:
        return tag("span", NONE)
    words = [level_shape(one.colour), " ", moment(one.raised_at, now)]
    more = [tag("small", _("已解除") if one.ended_at and one.ended_at <= now else _("生效中"))]
    return link([tag("span", words, "n"), *more], f"/warnings/{one.code}", "two", data_carry="view")


def _when(told: object, now: datetime) -> str:
    return moment(datetime.fromisoformat(str(told)), now) if told else NONE
