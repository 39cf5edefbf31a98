"""The workshop of indicators "/indicators"."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.indicators_page import indicators_page
from components.listing import stores
from components.page import missing
from data.errors import UnknownRegion, UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/indicators", name="指标工坊")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return indicators_page(house(), view, refused, query)
    except (UnknownRegion, UnknownThing):
        return kept_ids(missing(_("没有这个指标或区划，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
