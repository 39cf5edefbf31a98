"""The event centre "/events": the city's cases in figures, on the map, and one by one."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.event_centre import event_centre
from components.event_list import unused
from components.page import missing
from data.errors import UnknownRegion
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/events", name="事件中心")


def layout(**query: str) -> Component:
    """A fresh tree on every visit; panels and list fill themselves."""
    view, refused = View.lenient(urlencode(query))
    try:
        return event_centre(house(), view, refused, query)
    except UnknownRegion:
        return kept_ids(missing(_("没有这个区划，或不在可看范围内")), unused())
    except TROUBLES as error:
        return kept_ids(failed(error), unused())
