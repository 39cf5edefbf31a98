"""协同 "/coordination/<kind>": visits of departments to enterprises, schools and whatever a city declares."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.coordination_page import coordination_page
from components.desk import failed, kept_ids
from components.listing import stores
from components.page import missing
from data.errors import UnknownRegion, UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/coordination/<kind>", name="协同")


def layout(kind: str | None = None, **query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return coordination_page(house(), view, refused, query, kind or "")
    except UnknownThing as error:
        return kept_ids(missing(str(error)), stores())
    except UnknownRegion:
        return kept_ids(missing(_("没有这个区划，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
