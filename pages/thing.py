"""The page of one thing: /things/<layer>/<code>."""

from urllib.parse import unquote, urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.page import missing
from components.thing_page import stores, thing_page
from data.errors import UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/things/<layer>/<code>", name="台账对象")


def layout(layer: str | None = None, code: str | None = None, **query: str) -> Component:
    """One that is not there and one that may not be seen look the same."""
    view, refused = View.lenient(urlencode(query))
    try:
        return thing_page(house(), view, refused, layer or "", unquote(code or ""))
    except UnknownThing:
        return kept_ids(missing(_("没有这个台账对象，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
