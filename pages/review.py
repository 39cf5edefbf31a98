"""事件复盘 "/review/<code>"."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed
from components.page import missing
from components.review_page import review_page
from data.errors import UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/review/<code>", name="事件复盘")


def layout(code: str | None = None, **query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return review_page(house(), view, refused, code or "")
    except UnknownThing:
        return missing(_("没有这件事件"))
    except TROUBLES as error:
        return failed(error)
