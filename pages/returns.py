"""退回数源 "/returns"."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.listing import stores
from components.page import missing
from components.returns_page import returns_page
from data.errors import UnknownRegion
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/returns", name="退回数源")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return returns_page(house(), view, refused, query)
    except UnknownRegion:
        return kept_ids(missing(_("没有这个区划，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
