"""打包处置 "/events/bundle": minor cases of one kind in one place, or those of a filter, dealt with in one go."""

from typing import Any

from dash.development.base_component import Component

from components.event_forms import who
from components.event_list import filters_of
from components.fields import link
from components.listing import listing, listing_card
from components.many_form import many_form, said
from components.markup import Safe, markup, tag
from components.numbers import number
from components.titlebar import breadcrumb, search, window_switch
from data.acting import PLAYED, looking, may_act, playing
from data.answer import Row
from data.commands.moves_many import MOST
from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.bundles import MINOR, bundles
from data.queries.called import agencies_in, names_of
from data.queries.event_filters import Filters
from data.queries.event_list import listed
from data.queries.regions import region_of
from data.view import REGION, View


def bundle_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = bundle_drawn(house, view, chosen)
        inside = (breadcrumb(), search(), window_switch())
        return listing(house, view, refused, "bundle", "/events/bundle", _("打包处置"), parts, *inside)


def bundle_drawn(house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: `bundle` as leaf@region, or filters of the list of events."""
    found = bundles(house, view, looking(house))
    drawn: dict[str, Any] = {
        "side": [_side(house, found, chosen.get("bundle", ""), role, n)],
        "rows": _rows(house, view, found, chosen, role),
        "said": said(),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _side(house: House, found: list[Row], on: str, role: str, n: int) -> Component:
    acts = [who(playing(role), n)] if may_act(house) else [tag("p", _("登录后办理"), "quiet")]
    rows = [_bundle(one, on) for one in found]
    none = [] if rows else [tag("p", _("没有可以打包的一般件"), "quiet")]
    words = tag("p", _("同类、同镇街（村居）的在办一般件，可一次办理；每件按流程各自判断"), "quiet")
    return listing_card(_("打包建议"), [*acts, words, tag("div", rows, "kept-filters"), *none])


def _bundle(one: Row, on: str) -> Safe:
    key = f"{one['leaf']}@{one['code']}"
    words = [tag("span", f"{_(str(one['label']))} · {one['name']}"), tag("b", number(one["n"]), "n")]
    here = on == key
    there = "?bundle=" if here else f"?bundle={key}"
    current = {"aria_current": "true"} if here else {}
    return link(words, there, "kept-filter on" if here else "kept-filter", **current)


def _rows(house: House, view: View, found: list[Row], chosen: dict[str, str], role: str) -> Component:
    place, filters = _wanted(view, found, chosen)
    now = view.at or house.clock.now()
    scope = looking(house)
    rows = listed(house, place, scope, filters, limit=MOST).rows
    with house.engine.connect() as connection:
        agencies, leaves = names_of(connection, rows)
        offered = agencies_in(connection, region_of(connection, place.region, scope))
    acts = playing(role) if may_act(house) and view.at is None else ""
    choices = [(one["code"], one["name"]) for one in offered]
    form = many_form(rows, now, agencies, leaves, role=acts, offered=choices)
    more = tag("span", _("最多列 {n} 件").format(n=MOST), "quiet")
    return listing_card(_("勾选办理"), [form], [more])


def _wanted(view: View, found: list[Row], chosen: dict[str, str]) -> tuple[View, Filters]:
    """The bundle that is named; else what the list of events is filtered by; else open minor cases."""
    leaf, _at, code = chosen.get("bundle", "").partition("@")
    if leaf and REGION.fullmatch(code):
        try:
            return view.but(region=code, slice=""), Filters(leaf=leaf, grade=MINOR, state="open")
        except BadInput:
            pass
    filters, _bad = filters_of(view, chosen)
    return view, filters if filters.given() else Filters(grade=MINOR, state="open")
