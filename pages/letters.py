"""The page of letters "/dispatch/messages": what was sent to whom, and what could not be."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.letters_page import letters_page
from components.listing import stores
from components.page import missing
from data.errors import Forbidden
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/dispatch/messages", name="发信记录")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return letters_page(house(), view, refused, query)
    except Forbidden:
        return kept_ids(missing(_("发信记录只对全市范围开放")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
