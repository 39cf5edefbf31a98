"""协同 "/coordination/<kind>": plans of departments, what overlaps, what was decided, found, asked for, and spared."""

from typing import Any

from dash.development.base_component import Component

from components.coordination_call import call_card
from components.coordination_calls import calls_card
from components.coordination_counts import counts_card, tiles
from components.coordination_file import FOUND, file_card
from components.coordination_tabs import dangers_card, demands_card, hot_card, overlaps_card
from components.coordination_words import Desk
from components.event_forms import who
from components.fields import link
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.markup import Safe, markup, tag
from components.seat import looks_on
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, acting, looking, may_act, playing
from data.commands.coordination_moves import DECIDERS
from data.coordination.kind import Kind, kind_of, kinds_of
from data.coordination.overlap import overlaps, suggestions
from data.coordination.words import STATES, TABS
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.coordination_agencies import departments_in
from data.queries.coordination_calls import Asked, Listed, listed, open_calls
from data.queries.coordination_counts import counted
from data.queries.coordination_dangers import dangers, hot, pushes
from data.queries.coordination_demands import demands
from data.queries.coordination_subjects import subjects, trades
from data.queries.regions import region_of
from data.scope import Scope
from data.times import day_number
from data.view import View

AHEAD = 30  # days in which overlaps are looked for
FILE = "file"
FILING = {FILE: "申报计划"}  # the tab of departments


def coordination_page(
    house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str], code: str
) -> Component:
    with speaking(view.lang):
        kind = kind_of(house, code)
        parts = coordination_drawn(house, view, chosen | {"of": code})
        return listing(
            house,
            view,
            refused,
            "coordination",
            f"/coordination/{code}",
            _(kind.name),
            parts,
            breadcrumb(),
            search(),
            of=code,
        )


def coordination_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: of (the kind), tab, call, and what Asked takes."""
    kind, scope, asked = kind_of(house, chosen.get("of", "")), looking(house), Asked.lenient(chosen)
    acts = may_act(house) and view.at is None
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
    actor = acting(house, playing(role), n) if acts else None
    today = day_number(house.clock.now())
    desk = Desk(house=house, kind=kind, view=view, chosen=chosen, here=here, actor=actor, today=today)
    found = listed(house, kind, view.region, scope, asked)
    tab = chosen.get("tab", "calls")
    tab = tab if tab in TABS or (tab == FILE and desk.files) else "calls"
    inside: dict[str, Any] = {
        "side": [
            _kinds(house, kind),
            tiles(desk, counted(house, kind, view.region, scope, asked.month)),
            _states(desk, found, asked),
            listing_card(_("办理人"), [who(playing(role), n)] if acts else looks_on()),
        ],
        "said": [said(), *([tag("p", _("协同事项不回看，显示的是现在"), "quiet")] if view.at else [])],
        "tabs": _tabs(desk, tab),
        "one": _one(desk, scope, tab),
        "rows": [] if tab == FILE else _tab(desk, scope, tab, found, asked),
        "file": _file(desk, scope) if tab == FILE else [],
    }
    return {name: markup(part) for name, part in inside.items()}


def _kinds(house: House, kind: Kind) -> Component:
    every = kinds_of(house).kinds.values()
    ways = [
        link(
            tag("span", _(one.name)),
            f"/coordination/{one.code}",
            "kept-filter on" if one is kind else "kept-filter",
            data_carry="view",
        )
        for one in every
    ]
    return listing_card(_("协同事项"), [tag("div", ways, "kept-filters")])


def _states(desk: Desk, found: Listed, asked: Asked) -> Component:
    ways = [picked("state", name, _(words), found.states[name], asked.state == name) for name, words in STATES.items()]
    news = [picked("news", "1", _("新决定"), found.news, asked.news)] if desk.files else []
    return listing_card(_("状态"), [tag("div", [*ways, *news], "kept-filters")])


def _tabs(desk: Desk, tab: str) -> Safe:
    names = FILING | TABS if desk.files else TABS
    ways = [
        link(_(words), f"?tab={'' if name == 'calls' else name}", "segment on" if name == tab else "segment")
        for name, words in names.items()
    ]
    return tag("nav", ways, "segments coord-tabs", aria_label=_("栏目"))


def _one(desk: Desk, scope: Scope, tab: str) -> list[Any]:
    code = desk.chosen.get("call", "")
    if not code or tab != "calls":
        return []
    try:
        return [call_card(desk, code, scope)]
    except CockpitError as error:
        return [tag("p", str(error), "act-say", role="alert")]


def _tab(desk: Desk, scope: Scope, tab: str, found: Listed, asked: Asked) -> list[Component]:
    kind, here = desk.kind, desk.here
    decides = desk.actor is not None and desk.actor.role in DECIDERS and scope.every_department
    with desk.house.engine.connect() as connection:
        if tab == "overlaps":
            calls = open_calls(connection, kind, here, scope, desk.today, desk.today + AHEAD)
            return [overlaps_card(desk, suggestions(kind, calls, overlaps(kind, calls)), decides)]
        if tab == "dangers":
            return [dangers_card(desk, *dangers(connection, kind, here, scope, desk.chosen.get("danger", "")))]
        if tab == "hot":
            hots = hot(connection, kind, here, scope, desk.house.clock.now())
            return hot_card(desk, hots, pushes(connection, kind, here), trades(connection, kind), decides)
        if tab == "demands":
            counts, rows = demands(connection, kind, here, scope, desk.chosen.get("demand", ""))
            return [demands_card(desk, counts, rows, departments_in(connection, here, scope), decides)]
        if tab == "counts":
            by = desk.chosen.get("by", "")
            return counts_card(desk, counted(desk.house, kind, desk.view.region, scope, asked.month, by))
        whom = departments_in(connection, here, scope)
        return [calls_card(desk, found, asked, trades(connection, kind), whom)]


def _file(desk: Desk, scope: Scope) -> list[Component]:
    with desk.house.engine.connect() as connection:
        known = subjects(connection, desk.kind, desk.here, desk.chosen.get("find", "")[:48], FOUND)
        agencies = departments_in(connection, desk.here, scope)
        return [file_card(desk, agencies, known, trades(connection, desk.kind))]
