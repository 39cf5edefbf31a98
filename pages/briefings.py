"""The list of briefings: /briefing."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.briefing_list import briefing_list
from components.desk import failed
from data.house import house
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/briefing", name="汇报")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return briefing_list(house(), view, refused)
    except TROUBLES as error:
        return failed(error)
