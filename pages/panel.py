"""The page of one panel: /panel/<key> with the View of the wall."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.page import missing, panel_page
from components.registry import panels
from data.house import house
from data.language import gettext as _
from data.view import View

dash.register_page(__name__, path_template="/panel/<key>", name="面板")


def layout(key: str | None = None, **query: str) -> Component:
    """A fresh tree on every visit; the panel fills itself."""
    panel = panels().get(key or "")
    if panel is None:
        return missing(_("没有这个面板"))
    view, refused = View.lenient(urlencode(query))
    return panel_page(house(), panel, view, refused)
