"""数据与场景 "/catalogue": the data resources there are and the scenarios that use them; one of either opened."""

from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.catalogue_dictionary import field_forms, field_history
from components.catalogue_flows import LEDGER
from components.catalogue_open import open_drawn, opening_parts
from components.catalogue_resources import register_form, resource_card, resource_filters, resources_card
from components.catalogue_scenarios import import_form, scenario_card, scenario_filters, scenarios_card
from components.catalogue_share_tab import asking, shares_drawn
from components.event_forms import who
from components.fields import link
from components.listing import listing, listing_card
from components.many_form import said
from components.markup import Safe, markup, tag
from components.seat import looks_on
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, acting, looking, may_act, playing
from data.commands import catalogue as keeping
from data.commands import scenarios as judging
from data.commands.catalogue_screens import keeping_refused
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.ledgers.fields import dictionary
from data.queries import catalogue, scenarios
from data.queries.dictionary_steps import field_steps
from data.queries.faults import offices_in
from data.queries.regions import region_of
from data.view import View

TABS = {"resources": "数据资源", "scenarios": "场景", "shares": "共享与反哺", "open": "开放与目标"}


def catalogue_page(house: House, view: View, refused: tuple[str, ...], chosen: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = catalogue_drawn(house, view, chosen)
        return listing(house, view, refused, "catalogue", "/catalogue", _("数据与场景"), parts, breadcrumb(), search())


def catalogue_drawn(
    house: House, view: View, chosen: dict[str, str], role: str = PLAYED[0], n: int = 1
) -> dict[str, str]:
    """{part: HTML}; chosen: tab, resource or scenario (whose card is open), and the filters of both tabs."""
    acts, plays = may_act(house) and view.at is None, playing(role)
    opened = next((name for name in ("scenario", "share") if chosen.get(name)), "resource")
    tab = chosen.get("tab") if chosen.get("tab") in TABS else f"{opened}s"
    if tab == "shares":
        actor = acting(house, plays, n) if acts else None
        drawn: dict[str, Any] = shares_drawn(house, view, chosen, looking(house), actor)
    elif tab == "open":
        drawn = open_drawn(house, view, chosen, looking(house))
    else:
        drawn = (_scenarios if tab == "scenarios" else _resources)(house, view, chosen, plays if acts else "", n)
    doing = listing_card(_("办理人"), [who(plays, n), *drawn.pop("forms")] if acts else looks_on())
    past = [tag("p", _("目录不回看，显示的是现在"), "quiet")] if view.at else []
    parts = {
        "side": [drawn["side"], doing],
        "said": [said(), *past],
        "tabs": _tabs(str(tab)),
    }  # in their order on the page
    parts |= {"one": drawn["one"], "rows": drawn["rows"]}
    return {name: markup(inside) for name, inside in parts.items()}


def _tabs(tab: str) -> Safe:
    ways = [
        link(_(word), f"?tab={name}&resource=&scenario=&share=", "segment on" if name == tab else "segment")
        for name, word in TABS.items()
    ]
    return tag("nav", ways, "segments coord-tabs", aria_label=_("栏目"))


def _resources(house: House, view: View, chosen: dict[str, str], role: str, n: int) -> dict[str, Any]:
    wanted, scope = catalogue.ResourceFilters.lenient(chosen), looking(house)
    found = catalogue.listed(house, view, scope, wanted)
    asked = {"res_group": wanted.group, "res_share": wanted.share, "res_text": wanted.text, "res_by": wanted.by}
    card = resources_card(found, wanted, _files("resources", view, asked))
    keeps = role in keeping.KEEPERS
    one: Any = ""
    with house.engine.connect() as connection:
        offices = offices_in(connection, region_of(connection, view.region, scope)) if keeps else []
        if code := chosen.get("resource", "")[:64]:
            try:
                row = catalogue.resource_row(connection, code, scope, found.now)
                mine = keeps and (scope.every_department or row["agency"] in scope.departments)
                opening, opened = opening_parts(connection, row, scope, found.now, acts=mine)
                keeping_forms, told = _dictionary(house, connection, code, role, n)
                forms = [*asking(connection, row, view, scope, role, found.now), *opening, *keeping_forms]
                told = [*opened, *told]
                one = resource_card(row, catalogue.users_of(connection, code), found.now, forms, told, acts=mine)
            except CockpitError as error:
                one = _lost(_("数据资源"), error)
    mine_too = [pair for pair in offices if scope.every_department or pair[0] in scope.departments]
    forms = [register_form(mine_too)] if mine_too else []
    return {"side": resource_filters(found, wanted), "one": one, "rows": card, "forms": forms}


def _dictionary(house: House, connection: Any, code: str, role: str, n: int) -> tuple[list[Safe], list[Safe]]:
    """Of a ledger the forms that keep its fields, for who may, and how these were changed."""
    known = dictionary(connection)
    its = known.ledgers.get(code.removeprefix(LEDGER)) if code.startswith(LEDGER) else None
    if its is None:
        return [], []
    fields = [one for one in known.of(its.subject) if one.ledger in (None, its.code)]
    forms = field_forms(its, fields) if role and not keeping_refused(house, role, n) else []
    return forms, field_history(field_steps(connection, its, looking(house)), house.clock.now())


def _scenarios(house: House, view: View, chosen: dict[str, str], role: str, _n: int) -> dict[str, Any]:
    wanted, scope = scenarios.ScenarioFilters.lenient(chosen), looking(house)
    found = scenarios.listed(house, view, scope, wanted)
    asked = {name: getattr(wanted, name) for name in ("state", "field", "text", "by", "judged")}
    card = scenarios_card(found, wanted, _files("scenarios", view, {f"scen_{k}": v for k, v in asked.items()}))
    one: Any = ""
    if code := chosen.get("scenario", "")[:24]:
        with house.engine.connect() as connection:
            try:
                row, uses, reviews = scenarios.scenario_of(connection, code, scope)
                names = {each["code"]: each["name"] for each in catalogue.all_resources(connection, scope, found.now)}
                told = [(each, names.get(each, each)) for each in uses]
                one = scenario_card(row, told, reviews, found.now, judges=role in judging.JUDGES)
            except CockpitError as error:
                one = _lost(_("场景"), error)
    forms = [import_form()] if role in judging.KEEPERS and scope.every_department else []
    return {"side": scenario_filters(found, wanted), "one": one, "rows": card, "forms": forms}


def _lost(title: str, error: CockpitError) -> Component:
    return listing_card(title, [tag("p", str(error), "act-say", role="alert")])


def _files(name: str, view: View, asked: dict[str, str]) -> list[Component]:
    told = {"region": view.region, "lang": view.lang if view.lang != "zh" else ""} | asked
    query = urlencode({key: value for key, value in told.items() if value})
    return [
        html.A(
            kind.upper(),
            href=f"/api/v1/catalogue/{name}.{kind}{'?' if query else ''}{query}",
            className="button small",
        )
        for kind in ("csv", "xlsx")
    ]
