"""The tab of shares on the page of the catalogue: requests, one opened, what flowed, what goes back to a region."""

from typing import Any

from components.catalogue_exchanged import exchanged_card
from components.catalogue_flows import back_card, flows_card
from components.catalogue_shares import ask_form, share_card, share_filters, shares_card
from components.listing import listing_card
from components.markup import Safe, tag
from data.commands.shares import decides
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.queries import shares
from data.queries.catalogue import all_resources
from data.queries.delivered import counts_in, deliverable, fields_of
from data.queries.exchanged import exchanged
from data.queries.faults import offices_in
from data.queries.regions import children, region_of
from data.scope import Scope
from data.share_words import SHARE_STATES
from data.times import day_number
from data.view import View


def shares_drawn(house: House, view: View, chosen: dict[str, str], scope: Scope, actor: Actor | None) -> dict[str, Any]:
    now, wanted = house.clock.now(), chosen.get("share_state", "")
    wanted = wanted if wanted in SHARE_STATES else ""
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        names = {row["code"]: row["name"] for row in all_resources(connection, scope, now)}
        rows, counts = shares.shares(connection, scope, day_number(now), wanted)
        flows, sums = shares.deliveries(connection, scope, here), exchanged(connection, scope, here, now)
        level = here.level in shares.FED_BACK
        own = counts_in(connection, here) if level else {}
        one = _one(connection, chosen.get("share", "")[:24], scope, actor, names, now)
    lived = "simulated" if house.clock.holds_demo() else "measured"
    cards = [shares_card(rows, names, now), back_card(here, own, names, level=level)]
    cards += [exchanged_card(sums, names, now), flows_card(flows, names, now)]
    return {"side": share_filters(counts, wanted, lived), "one": one, "rows": cards, "forms": []}


def _one(connection: Any, code: str, scope: Scope, actor: Actor | None, names: dict[str, str], now: Any) -> Any:
    if not code:
        return ""
    try:
        row, steps = shares.share_of(connection, code, scope, day_number(now))
        here, granted = shares.place_of(connection, row), row["fields"].split(",")
        fields = [one for one in fields_of(connection, row["resource"]) if one.code in granted]
        flows = shares.deliveries(connection, scope, here, row["id"])
        mine = actor is not None and decides(connection, row, actor, now)
        takes = scope.every_department or row["agency"] in scope.departments
        name = names.get(str(row["resource"]), str(row["resource"]))
        return share_card(row, steps, fields, flows, name, now, decides=mine, takes=takes)
    except CockpitError as error:
        return listing_card(_("共享申请"), [tag("p", str(error), "act-say", role="alert")])


def asking(connection: Any, row: dict[str, Any], view: View, scope: Scope, role: str, now: Any) -> list[Safe]:
    """The form on the card of a resource that the house can give out, for who may ask."""
    if role not in shares.ASKERS or not deliverable(row["code"]) or row["share"] == "closed":
        return []
    here = region_of(connection, view.region, scope)
    offices = [one for one in offices_in(connection, here) if scope.every_department or one[0] in scope.departments]
    places = [(one.code, one.name) for one in (here, *(children(connection, here) if here.level < 4 else []))]
    return [ask_form(row["code"], fields_of(connection, row["code"]), offices, places, now)] if offices else []
