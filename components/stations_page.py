"""测站 "/stations": every station of a region with its newest value, limits, last day and last warning."""

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import entry, link
from components.listing import listing, listing_card, picked
from components.marks import chip
from components.markup import Safe, markup, tag
from components.numbers import number
from components.station_cells import HEADS, station_row
from components.table_tools import tooled
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, looking
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.station_rows import STATES
from data.queries.station_sheet import MOST, Sheet, Wanted, station_sheet
from data.risk_words import STATION_KINDS, STATION_STATES
from data.view import View

LONGEST = 48


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
    rows = [station_row(one, found) for one in found.rows]
    body = [tooled("stations", _("测站"), heads, rows, "carded stations-ledger")] if rows else []
    none = [] if rows else [tag("p", _("没有符合条件的测站"), "quiet")]
    meta = [
        tag("span", _("{n} 站").format(n=number(found.n)), "n"),
        tag("span", moment(found.now, found.now), "n as-of"),
    ]
    return listing_card(_("测站列表"), [seek, *body, *none, *_onward(found)], meta)


def _onward(found: Sheet) -> list[Safe]:
    """To the pages before and after."""
    ways = []
    if found.page:
        ways.append(link(_("上一页"), f"?page={found.page - 1 or ''}", "button"))
    if found.n > MOST * (found.page + 1):
        ways.append(link(_("下一页"), f"?page={found.page + 1}", "button"))
    return [tag("nav", ways, "station-pages", aria_label=_("分页"))] if ways else []
