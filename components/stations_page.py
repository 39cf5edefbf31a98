"""测站 "/stations": every station of a region with its newest value, limits, last day and last warning."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import entry, link
from components.listing import listing, listing_card, picked
from components.marks import chip, glyph, level_shape
from components.markup import Safe, markup, tag
from components.numbers import NONE, number
from components.sparks import spark
from components.table_tools import tooled
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking
from data.answer import Row
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.station_rows import STATES
from data.queries.station_sheet import MOST, Sheet, Wanted, station_sheet
from data.risk_words import LIMITS, QUANTITIES, STATION_KINDS, STATION_STATES
from data.view import View

LONGEST = 48
HEADS = ("测站", "最新值", "限值", "状态", "24小时", "最近预警", "观测时间")


def stations_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts, bar = stations_drawn(house, view, chosen), (breadcrumb(), search())
        return listing(house, view, refused, "stations", "/stations", _("测站"), parts, *bar)


def stations_drawn(
    house: House, view: View, chosen: dict[str, str], _role: str = PLAYED[0], _number: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: station_kind, station_state, text, page."""
    wanted = _wanted(chosen)
    found = station_sheet(house, view, looking(house), wanted)
    drawn = {"side": [_counts(found, wanted)], "rows": [_table(found, wanted)]}
    return {name: markup(inside) for name, inside in drawn.items()}


def _wanted(chosen: dict[str, str]) -> Wanted:
    page, kind, state = (chosen.get(name, "") for name in ("page", "station_kind", "station_state"))
    return Wanted(
        kind=kind if kind in STATION_KINDS else "",
        state=state if state in STATES else "",
        text=chosen.get("text", "").strip().replace("\0", "")[:LONGEST],
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 0,
    )


def _counts(found: Sheet, wanted: Wanted) -> Component:
    """Each is a filter; numbers are those of the region."""
    total = tag("p", [tag("b", number(sum(found.states.values())), "n"), _("站")], "kept-total")
    states = [
        picked("station_state", one, _(STATION_STATES[one]), found.states.get(one, 0), one == wanted.state, "&page=")
        for one in STATES
    ]
    kinds = [
        picked("station_kind", one, _(word), found.kinds[one], one == wanted.kind, "&page=")
        for one, word in STATION_KINDS.items()
        if one in found.kinds
    ]
    inside = [total, tag("div", states, "kept-filters"), tag("h3", _("种类")), tag("div", kinds, "kept-filters")]
    return listing_card(_("测站"), inside, [chip("simulated")] if found.simulated else None)


def _table(found: Sheet, wanted: Wanted) -> Component:
    hint = _("名称，或编码开头")
    box = entry("text", "search", wanted.text, maxlength=str(LONGEST), placeholder=hint, aria_label=hint)
    send = tag("button", _("查找"), "button small", type="submit")
    seek = tag("form", [box, send, entry("page", "hidden")], "video-seek station-seek", data_listing_find="1")
    heads = [_(one) for one in HEADS]
    rows = [_row(one, found) for one in found.rows]
    body = [tooled("stations", _("测站"), heads, rows, "carded stations-ledger")] if rows else []
    none = [] if rows else [tag("p", _("没有符合条件的测站"), "quiet")]
    meta = [
        tag("span", _("{n} 站").format(n=number(found.n)), "n"),
        tag("span", moment(found.now, found.now), "n as-of"),
    ]
    return listing_card(_("测站列表"), [seek, *body, *none, *_onward(found, wanted)], meta)


def _row(one: Row, found: Sheet) -> Safe:
    code, unit = str(one["code"]), _(str(one["unit"] or ""))
    about = [tag("b", str(one["name"])), tag("small", f"{_(STATION_KINDS[str(one['kind'])])} · {code}", "n")]
    value = [tag("b", f"{number(one['value'])} {unit}", "n"), tag("small", _what(one))]
    cells: list[tuple[Any, str]] = [
        (link(about, f"/risk?area=station:{code}", "two", data_carry="view"), ""),
        (tag("span", value, "two"), ""),
        (_limits(found, code, unit), ""),
        (_state(one, unit), ""),
        (tag("span", spark(found.traces.get(code, ())), "trace"), "spare"),
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
        return tag("span", _(STATION_STATES[state]), "quiet" if state == "silent" else "")
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


def _onward(found: Sheet, wanted: Wanted) -> list[Safe]:
    """To the pages before and after."""
    ways = []
    if wanted.page and found.n:
        ways.append(link(_("上一页"), f"?page={wanted.page - 1 or ''}", "button"))
    if found.n > MOST * (wanted.page + 1):
        ways.append(link(_("下一页"), f"?page={wanted.page + 1}", "button"))
    return [tag("nav", ways, "station-pages", aria_label=_("分页"))] if ways else []
