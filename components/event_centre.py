"""The event centre: figures of events around the map, and below them every event one by one."""

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.desk import desk_bar
from components.event_list import event_list, filters_of
from components.ids import MAP
from components.link import link_down
from components.markup import still
from components.titlebar import breadcrumb, search, window_switch
from components.wall import CENTRE_SLOTS, engine, hung, notice, of_slots
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.view import View

SLOTS = (MAP, *CENTRE_SLOTS)


def event_centre(house: House, view: View, refused: tuple[str, ...], asked: dict[str, str]) -> Component:
    with speaking(view.lang):
        filters, bad = filters_of(view, asked)
        bar = desk_bar(house, view, "/events", _("事件中心"), breadcrumb(), search(), _slice(), window_switch())
        return html.Div(
            [
                still([bar, link_down(), *notice(view, (*refused, *bad))]),
                html.Main(
                    [*(hung(slot) for slot in SLOTS), event_list(house, view, filters, "?" + urlencode(asked))],
                    className="centre-body",
                ),
                *engine(view, of_slots(SLOTS)),
            ],
            className="page centre-page",
            **{"data-live": "centre", "data-testid": "event-centre"},
        )


def _slice() -> Component:
    """What the figures are narrowed to, and the way out of it: `assets/js/44-list.js` says which."""
    out = {"data-slice-out": "1", "aria-label": _("取消切片")}
    return html.A([html.B(), html.Span("✕")], href="?slice=", className="segment on slice-out", hidden=True, **out)
