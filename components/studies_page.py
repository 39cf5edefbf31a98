"""事件研判 "/studies": how long handling takes, what comes back, what the hotline asks where, disputes."""

from dash import html
from dash.development.base_component import Component

from components.desk import desk_bar
from components.link import link_down
from components.markup import still
from components.titlebar import breadcrumb, search, window_switch
from components.wall import STUDY_SLOTS, engine, hung, notice, of_slots
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.view import View


def studies_page(house: House, view: View, refused: tuple[str, ...]) -> Component:
    with speaking(view.lang):
        bar = desk_bar(house, view, "/studies", _("事件研判"), breadcrumb(), search(), window_switch())
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main([hung(slot) for slot in STUDY_SLOTS], className="studies-body"),
                *engine(view, of_slots(STUDY_SLOTS)),
            ],
            className="page studies-page",
            **{"data-live": "studies", "data-testid": "studies-page"},
        )
