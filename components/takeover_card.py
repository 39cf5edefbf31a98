"""What has taken a screen over, drawn for eight metres: what and how grave, where, why, and who is exposed."""

from collections.abc import Mapping
from typing import Any

from components.marks import ROMAN, chip
from components.markup import Safe, tag
from components.numbers import number
from data.house import House
from data.language import gettext as _
from data.queries.takeover_sheet import Spot, TakeoverSheet, takeover_sheet
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS
from data.times import local
from data.words import CATEGORIES, GRADES

MOST_TOWNS = 6
Row = Mapping[Any, Any]


def takeover(house: House, row: Row, active: list[dict[str, Any]]) -> str:
    """The gravest of `active`, and how many more there are; "" when the screen may not see it."""
    sheet = takeover_sheet(house, row, active[0])
    if sheet is None:
        return ""
    parts = [_head(sheet), tag("div", [_map(sheet), _facts(sheet)], "taken-body"), _foot(sheet, len(active) - 1)]
    return tag("section", parts, f"taken taken-{sheet.level}", data_code=sheet.code)


def _head(sheet: TakeoverSheet) -> Safe:
    mark = tag("i", ROMAN[sheet.level], f"lv lv-{sheet.level}")
    kind = tag("span", [tag("b", _grade(sheet)), tag("small", _what(sheet))], "taken-kind")
    count = tag("b", [tag("span", "", data_taken_left="1"), tag("small", _("秒"))], "n")
    left = tag("span", [tag("small", _("返回原画面")), count], "taken-left")
    return tag("header", [mark, kind, tag("h1", sheet.title), left], "taken-head")


def _grade(sheet: TakeoverSheet) -> str:
    if sheet.kind == "event":
        return _("{grade}事件").format(grade=_(GRADES["S"]))
    return _("{colour}预警").format(colour=_(WARNING_COLOURS[sheet.level]))


def _what(sheet: TakeoverSheet) -> str:
    words = CATEGORIES if sheet.kind == "event" else WARNING_FIELDS
    return _(words.get(sheet.field, sheet.field))


def _facts(sheet: TakeoverSheet) -> Safe:
    at, now = local(sheet.at), local(sheet.now)
    when = f"{at:%H:%M}" if at.date() == now.date() else f"{at:%m-%d %H:%M}"
    place = [tag("small", _("地点")), tag("b", sheet.place)]
    since = [tag("small", _("发布于") if sheet.kind == "warning" else _("上报于")), tag("b", when, "n")]
    mark = [chip(sheet.provenance), tag("span", sheet.code, "n")]
    lines = [tag("div", place, "taken-place"), tag("div", [*since, *mark], "taken-since")]
    why = [tag("p", sheet.said, "taken-why")] if sheet.said else []
    return tag("div", [tag("div", [*lines, *why]), tag("div", _exposed(sheet))], "taken-facts")


def _exposed(sheet: TakeoverSheet) -> list[Safe]:
    """Of the area of a warning, or of what lies around an event."""
    body = sheet.exposed
    if body is None:
        return [tag("p", _("影响范围暂时算不出"), "quiet")]
    title = _("影响范围") if sheet.kind == "warning" else _("周边 1 km")
    sites = sum(one["n"] for one in body["key_sites"])
    risks = sum(one["total"] for one in body["risk_points"])
    move = body["to_move"]["value"]
    heroes = [
        _hero(_("受影响人口"), body["people"]["value"], _("人"), "taken-hero"),
        _hero(_("需转移（估算）"), move, _("人"), "taken-hero taken-move" if move else "taken-hero"),
        _hero(_("风险点"), risks, _("处")),
        _hero(_("重点部位"), sites, _("处")),
        _hero(_("涉及镇街"), len(body["towns"]), _("个")),
    ]
    towns = "、".join(one["name"] for one in body["towns"][:MOST_TOWNS])
    named = [tag("p", towns, "taken-towns")] if towns else []
    area = tag("span", [number(body["area"]["km2"], 1), " km²"], "n")
    marks = [chip(body["people"]["provenance"]), area]
    return [tag("h2", [title, *marks]), tag("div", heroes, "taken-heroes"), *named]


def _hero(label: str, value: int | None, unit: str, classes: str = "") -> Safe:
    figure = tag("b", [number(value), tag("small", unit)], "n")
    return tag("div", [tag("span", label), figure], classes or "taken-few")


def _map(sheet: TakeoverSheet) -> Safe:
    """Where it is among the regions of this screen: outlines in one picture."""
    corners = [point for spot in sheet.spots for ring in spot.rings for point in ring]
    if not corners:
        return tag("div", None, "taken-map")
    west, east = min(x for x, _y in corners), max(x for x, _y in corners)
    south, north = min(y for _x, y in corners), max(y for _x, y in corners)
    high = 1000.0 * (north - south) / ((east - west) * 0.9 or 1)

    def at(x: float, y: float) -> tuple[float, float]:
        return round(1000 * (x - west) / (east - west or 1), 1), round(high * (north - y) / (north - south or 1), 1)

    inside = [_spot(spot, at) for spot in sorted(sheet.spots, key=lambda spot: spot.on)]
    names = [_name(spot, at) for spot in sheet.spots if spot.on]
    mark = []
    if sheet.point:
        x, y = at(*sheet.point)
        mark = [tag("circle", None, "taken-point", cx=str(x), cy=str(y), r="16")]
    box = {"viewBox": f"-20 -20 1040 {high + 40:.0f}", "aria-hidden": "true"}
    note = tag("small", _("区域轮廓为示意"), "quiet")
    return tag("div", [tag("svg", [*inside, *mark, *names], **box), note], "taken-map")


def _spot(spot: Spot, at: Any) -> Safe:
    lines = "".join("M" + "L".join("{} {}".format(*at(x, y)) for x, y in ring) + "Z" for ring in spot.rings)
    return tag("path", None, "on" if spot.on else "", d=lines)


def _name(spot: Spot, at: Any) -> Safe:
    ring = max(spot.rings, key=len)
    x, y = at(sum(one[0] for one in ring) / len(ring), sum(one[1] for one in ring) / len(ring))
    return tag("text", spot.name, "", x=str(x), y=str(y))


def _foot(sheet: TakeoverSheet, more: int) -> Safe:
    others = [tag("b", _("另有 {n} 起告警").format(n=more))] if more else []
    told = tag("span", _("值班台确认后返回原画面"))
    return tag("footer", [told, *others], "taken-foot")
