"""The dispatch desk "/dispatch": the queue, the map, the chosen subject, and beside them what is sent to it."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.dispatch_page import dispatch_page, stores
from data.house import house
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/dispatch", name="调度台")


def layout(**query: str) -> Component:
    """A fresh tree on every visit; queue, subject and map fill themselves."""
    view, refused = View.lenient(urlencode(query))
    try:
        return dispatch_page(house(), view, refused, query.get("on", ""))
    except TROUBLES as error:
        return kept_ids(failed(error), stores(""))
