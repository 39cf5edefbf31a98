"""The page of one event: /events/<id>, by number or code."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.event_page import event_page, stores
from components.page import missing
from data.acting import looking
from data.errors import UnknownThing
from data.house import house
from data.language import gettext as _
from data.queries.event_detail import event_named
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/events/<event_id>", name="事件")


def layout(event_id: str | None = None, **query: str) -> Component:
    """One that is not there and one that may not be seen look the same."""
    view, refused = View.lenient(urlencode(query))
    home = house()
    try:
        with home.engine.connect() as connection:
            number = event_named(connection, event_id or "", looking(home))
        return event_page(home, view, refused, number)
    except UnknownThing:
        return kept_ids(missing(_("没有这个事件，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
