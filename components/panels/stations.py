"""The station wall: how many of each kind are above a limit or silent, then each station, the most urgent first."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.marks import doubt, glyph
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.registry import Panel, Props
from components.sparks import spark
from data.answer import Answer, Row
from data.language import gettext as _
from data.queries.station_wall import answer
from data.risk_words import LIMITS, QUANTITIES, STATION_KINDS, STATION_STATES
from data.view import View
from data.words import FRESHNESS

KEY = "stations"


def body() -> list[Component]:
    return [part(KEY, "kinds", className="station-kinds"), part(KEY, "cards", className="station-cards", tabIndex=0)]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    shown, kinds = answer.rows, answer.parts.get("kinds", [])
    traces, limits = _by_code(answer, "series"), _by_code(answer, "limits")
    stations = sum(int(row["total"] or 0) for row in kinds)
    total = _("{n} 站").format(n=number(stations))
    first = [_("最急 {n} 站").format(n=number(len(shown)))] if len(shown) < stations else []
    cards = [_card(row, traces[str(row["code"])], limits[str(row["code"])], answer.as_of) for row in shown]
    return {
        "sub": {"children": " · ".join([total, *first])},
        "kinds": {"children": [_kind(row) for row in kinds]},
        "cards": {"children": cards},
    }


def _by_code(answer: Answer, name: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in answer.parts.get(name, []):
        found[str(row["code"])].append(row)
    return found


def _kind(row: Row) -> Safe:
    """`河道水位站 42 ▲ 超限 3 静默 1 存疑 1`: what is not there is not said."""
    cells: list[Any] = [tag("span", _(str(row["label"]))), tag("b", number(row["total"]), "n")]
    for state, sign in (("above", "▲ "), ("silent", ""), ("doubted", "")):
        if row[state]:
            cells.append(tag("span", [sign, _(STATION_STATES[state]), " ", tag("b", number(row[state]), "n")], state))
    way = f"/stations?station_kind={row['kind']}"
    return tag("a", cells, "station-kind", href=way, data_carry="view")


def _card(row: Row, trace: list[Row], limits: list[Row], now: datetime | None) -> Safe:
    name = str(row["name"])
    kind = _(STATION_KINDS.get(str(row["kind"]), str(row["kind"])))
    head = tag("header", [tag("b", name, title=f"{name} · {row['code']}"), tag("small", kind)])
    unsure = row["quality"] == "doubted"
    told = [tag("b", number(row["value"]), "n"), _measure(row), *([" ", doubt()] if unsure else [])]
    figure = tag("div", told, "value")
    over = tag("div", _limit(row, limits), "limit")
    fresh = [glyph(str(row["freshness"])), tag("span", _told(row, now)), tag("span", _range(row, trace), "range")]
    line = tag("div", spark([float(one["value"] or 0) for one in trace], unsure), "trace")
    look = f"station {row['state']}{' unsure' if unsure else ''}"
    return tag("article", [head, figure, line, over, tag("footer", fresh)], look)


def _measure(row: Row) -> str:
    """The unit; for amounts also over which time."""
    quantity = QUANTITIES.get(str(row["quantity"]))
    unit = _(str(row["unit"] or ""))
    return f"{unit} · {_('近1小时')}" if quantity and quantity.adds else unit


def _limit(row: Row, limits: list[Row]) -> str:
    """By how much it is over, or how far from the next limit; for amounts without limits the sum of the day."""
    unit = _(str(row["unit"] or ""))
    if row["state"] == "above":
        name = _(LIMITS.get(str(row["limit"]), ""))
        return _("▲ 超{limit} {over} {unit}").format(limit=name, over=number(row["over"], 2), unit=unit)
    if row["state"] == "silent":
        return _("无有效读数")
    if row["quality"] == "doubted":
        return _("最新读数存疑，不计入")
    value = row["value"]
    ahead = [one for one in limits if isinstance(value, int | float) and float(one["value"] or 0) > value]
    if ahead and isinstance(value, int | float):
        name, room = _(LIMITS.get(str(ahead[0]["limit"]), "")), float(ahead[0]["value"] or 0) - value
        return _("距{limit} {room} {unit}").format(limit=name, room=number(room, 2), unit=unit)
    if row["today"] is not None:
        return _("当日 {sum} {unit}").format(sum=number(row["today"], 1), unit=unit)
    return _("未设限值")


def _told(row: Row, now: datetime | None) -> str:
    """Freshness in words, and when it spoke."""
    at = datetime.fromisoformat(str(row["at"])) if row["at"] else None
    when = moment(at, now or at) if at else NONE
    return f"{_(FRESHNESS[str(row['freshness'])])} {when}"


def _range(row: Row, trace: list[Row]) -> str:
    """What the line runs between, with its unit and its time: a line without them says nothing."""
    values = [float(one["value"] or 0) for one in trace]
    if len(values) < 2:
        return ""
    span = f"{number(min(values))}–{number(max(values))} {_(str(row['unit'] or ''))}"
    return _("24小时 {span}").format(span=span)


panel = Panel(
    key=KEY,
    title="测站",
    slot="risk-mid",
    order=230,
    topics=("stations", "readings"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有测站",
)
