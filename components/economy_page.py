"""经济运行 "/economy": growth, its trends and the level below; chains, projects, policies and risk signals."""

from dash import html
from dash.development.base_component import Component

from components.desk import desk_bar
from components.economy_words import economy_ways
from components.link import link_down
from components.markup import still
from components.titlebar import breadcrumb, search
from components.wall import ECONOMY_SLOTS, engine, hung, notice, of_slots
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.view import View


def economy_page(house: House, view: View, refused: tuple[str, ...]) -> Component:
    with speaking(view.lang):
        bar = desk_bar(house, view, "/economy", _("经济运行"), breadcrumb(), search())
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused), economy_ways("/economy")]),
                html.Main([hung(slot) for slot in ECONOMY_SLOTS], className="studies-body economy-body"),
                *engine(view, of_slots(ECONOMY_SLOTS)),
            ],
            className="page economy-page",
            **{"data-live": "economy", "data-testid": "economy-page"},
        )
