"""经济运行 "/economy"."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.economy_page import economy_page
from data.house import house
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/economy", name="经济运行")


def layout(**query: str) -> Component:
    """A fresh tree on every visit; panels fill themselves."""
    view, refused = View.lenient(urlencode(query))
    try:
        return economy_page(house(), view, refused)
    except TROUBLES as error:
        return kept_ids(failed(error), [])
