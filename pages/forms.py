"""一张表 "/forms"."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.forms_page import forms_page, unused
from components.page import missing
from data.errors import UnknownRegion
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/forms", name="一张表")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return forms_page(house(), view, refused, query, "?" + urlencode(query))
    except UnknownRegion:
        return kept_ids(missing(_("没有这个区划，或不在可看范围内")), unused())
    except TROUBLES as error:
        return kept_ids(failed(error), unused())
