"""退回数源 "/returns": what is wrong with the data and whose they are; what was sent back, and what came of it."""

from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from components.event_forms import who
from components.fields import link
from components.listing import listing, listing_card
from components.many_form import said
from components.markup import Safe, markup, tag
from components.office_names import name_card, names_card, names_side
from components.return_faults import fault_filters, faults_card, file_ways
from components.return_lot import lot_card, lot_filters, lots_card, owners_card
from components.seat import looks_on
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, acting, looking, may_act, playing
from data.commands.return_screens import naming_refused
from data.commands.returns import MOVES, SENDERS, Move, may
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.faults import faults_in, offices_in
from data.queries.office_names import name_steps, office_names
from data.queries.regions import home_of, region_of
from data.queries.returns import USUAL, Lot, ReturnFilters, listed, lot_of
from data.view import View

TABS = {"faults": "问题数据", "lots": "退回批次", "names": "归口对照"}
PARTS = ("side", "said", "tabs", "one", "board", "rows")  # in their order on the page
FAULTS_ASKED = ("fault_kind", "fault_owner", "fault_by")


def returns_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = returns_drawn(house, view, chosen)
        return listing(house, view, refused, "returns", "/returns", _("退回数源"), parts, breadcrumb(), search())


def returns_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: tab, lot (whose card is open), and the filters of both tabs."""
    acts, plays = may_act(house) and view.at is None, playing(role)
    tab = chosen.get("tab", "")
    tab = tab if tab in TABS else "faults" if plays in SENDERS and not chosen.get("lot") else "lots"
    drawn: dict[str, Any] = {
        "said": [said(), *([tag("p", _("退回的数据不回看，显示的是现在"), "quiet")] if view.at else [])],
        "tabs": _tabs(tab),
        "one": _one(house, chosen.get("lot", ""), (plays, n) if acts else None),
        **(_faults(house, view, chosen, sends=acts and plays in SENDERS) if tab == "faults" else {}),
        **(_lots(house, view, chosen) if tab == "lots" else {}),
        **(_names(house, view, chosen, (plays, n)) if tab == "names" else {}),
    }
    doing = listing_card(_("办理人"), [who(plays, n)] if acts else looks_on())
    drawn["side"] = [drawn["side"], doing]
    return {name: markup(drawn[name]) for name in PARTS}


def _tabs(tab: str) -> Safe:
    ways = [
        link(_(word), f"?tab={name}&lot=&called=", "segment on" if name == tab else "segment")
        for name, word in TABS.items()
    ]
    return tag("nav", ways, "segments coord-tabs", aria_label=_("栏目"))


def _faults(house: House, view: View, chosen: dict[str, str], *, sends: bool) -> dict[str, Any]:
    scope, now = looking(house), house.clock.now()
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        found = faults_in(house.settings, connection, here.code, scope, now)
        offices = offices_in(connection, here) if sends else []
    asked = {name: chosen[name] for name in FAULTS_ASKED if chosen.get(name)}
    files = file_ways("faults", _query(view, asked))
    sends = sends and scope.every_department
    lived = "simulated" if house.clock.holds_demo() else "measured"
    card = faults_card(found, chosen, here, offices, now, files, sends=sends)
    return {"side": fault_filters(found, chosen, here, now, lived), "board": "", "rows": card}


def _lots(house: House, view: View, chosen: dict[str, str]) -> dict[str, Any]:
    wanted = ReturnFilters.lenient(chosen)
    found = listed(house, view, looking(house), wanted)
    asked = {"return_state": wanted.state, "return_owner": wanted.owner}
    asked |= {"return_by": wanted.by} if wanted.by != USUAL else {}
    files = file_ways("lots", _query(view, {name: value for name, value in asked.items() if value}))
    board = owners_card(found, wanted) if found.owners else ""
    return {"side": lot_filters(found, wanted), "board": board, "rows": lots_card(found, wanted, files)}


def _names(house: House, view: View, chosen: dict[str, str], me: tuple[str, int]) -> dict[str, Any]:
    scope, code = looking(house), chosen.get("called", "")
    with house.engine.connect() as connection:
        here = home_of(connection, scope)
        names, offices = office_names(connection), offices_in(connection, here)
        one = next((each for each in names if each.name == code), None)
        steps = name_steps(connection, code, scope) if one else []
    why = _("正在回看过去，只读") if view.at else naming_refused(house, *me)
    card = name_card(one, steps, offices, why, house.clock.now()) if one else ""
    return {"side": names_side(names), "one": card, "board": "", "rows": names_card(names)}


def _one(house: House, code: str, me: tuple[str, int] | None) -> Any:
    if not code:
        return ""
    try:
        one = lot_of(house, code[:24], looking(house))
        return lot_card(one, _may(house, one, *me) if me else {})
    except CockpitError as error:
        return listing_card(_("退回批次"), [tag("p", str(error), "act-say", role="alert")])


def _may(house: House, one: Lot, role: str, n: int) -> dict[str, Move]:
    """The moves that this actor can make with it now."""
    actor = acting(house, role, n)
    with house.engine.connect() as connection:
        return {
            name: move
            for name, move in MOVES.items()
            if one.row["state"] in move.begins and may(connection, one.row, move, actor)
        }


def _query(view: View, asked: dict[str, str]) -> str:
    told = [("region", view.region), ("lang", view.lang if view.lang != "zh" else "")]
    return urlencode({name: value for name, value in told if value} | asked)
