"""The quarantine "/quarantine": what could not be taken in, to be mended and replayed, or dropped."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.quarantine_page import quarantine_page, stores
from data.house import house
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/quarantine", name="隔离区")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return quarantine_page(house(), view, refused, query)
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
