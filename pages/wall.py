"""The wall "/": one map, one strip and two columns of panels, all of one View."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.wall import wall
from data.house import house
from data.view import View

dash.register_page(__name__, path="/", name="一张图")


def layout(**query: str) -> Component:
    """A fresh tree on every visit; panels fill themselves."""
    view, refused = View.lenient(urlencode(query))
    return wall(house(), view, refused)
