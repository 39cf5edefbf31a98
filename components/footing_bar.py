"""The bar over every page while a region is on a war footing: which, why, since when, and the way to its command."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.event_words import moment
from components.ids import FOOTING_ASKED, FOOTING_DRAWN
from components.markup import Safe, markup, tag
from components.numbers import number
from data.acting import looking
from data.footing_words import FOOTINGS
from data.house import House
from data.language import gettext as _
from data.queries.footings import at_war

NAMED = 2  # the others are counted


def footing_bar() -> list[Component]:
    """Its place, empty in peace; the browser asks for what stands in it when a footing moves."""
    place = html.Div(className="footing-bar", role="status", **{"data-footing-bar": "1"})
    return [place, dcc.Store(id=FOOTING_ASKED), dcc.Store(id=FOOTING_DRAWN)]


def bar_drawn(house: House) -> dict[str, str]:
    """{html}: of the footings that touch what the asker sees, the newest first; "" in peace."""
    now = house.clock.now()
    with house.engine.connect() as connection:
        rows = sorted(at_war(connection, looking(house)), key=lambda row: row["begun_at"], reverse=True)
    if not rows:
        return {"html": ""}
    more = [tag("span", _("另有 {n} 处").format(n=number(len(rows) - NAMED)))] if len(rows) > NAMED else []
    parts = [tag("b", _(FOOTINGS["war"]), "footing-word"), *(_one(row, now) for row in rows[:NAMED]), *more]
    # on the platform of a town the way leads to the town's own command
    here = f"?region={rows[0]['region_code']}" if looking(house).covers(rows[0]["lo"], rows[0]["hi"]) else ""
    way = tag("a", _("战时指挥"), "button footing-way", href=f"/themes/command/war{here}", data_carry="view")
    return {"html": markup([*parts, way])}


def _one(row: dict[str, Any], now: Any) -> Safe:
    since = tag("span", _("{time} 起").format(time=moment(row["begun_at"], now)), "n")
    return tag("span", [tag("b", row["name"]), " ", row["words"], " ", since], "footing-told", title=row["words"])
