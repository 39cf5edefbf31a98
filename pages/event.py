"""The page of one event: /events/<code>."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.event_page import event_page, stores
from components.page import missing
from data.errors import UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/events/<code>", name="事件")


def layout(code: str | None = None, **query: str) -> Component:
    """One that is not there and one that may not be seen look the same."""
    view, refused = View.lenient(urlencode(query))
    try:
        return event_page(house(), view, refused, code or "")
    except UnknownThing:
        return kept_ids(missing(_("没有这个事件，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
