"""The form of a new thing "/things/new"; `register` says of which layer."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.page import missing
from components.thing_new import layer_of, stores, thing_new
from data.errors import UnknownRegion
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/things/new", name="登记台账对象")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return thing_new(house(), view, refused, layer_of(query.get("register", "")))
    except UnknownRegion:
        return kept_ids(missing(_("没有这个区划，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
