"""联络 "/callouts": calls, notices and broadcasts, and what came of them."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.callouts_page import callouts_page
from components.desk import failed, kept_ids
from components.listing import stores
from components.page import missing
from data.errors import UnknownRegion
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/callouts", name="联络")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return callouts_page(house(), view, refused, query)
    except UnknownRegion:
        return kept_ids(missing(_("没有这个区划，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
