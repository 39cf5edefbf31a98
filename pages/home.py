"""工作台 "/home": the day's work and all pages in one place, as open to who looks."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.home_page import home_page
from components.theme_page import stores
from data.house import house
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/home", name="工作台")


def layout(**query: str) -> Component:
    """A fresh tree on every visit; panels fill themselves."""
    view, refused = View.lenient(urlencode(query))
    try:
        return home_page(house(), view, refused)
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
