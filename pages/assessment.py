"""考核评价 "/assessment"."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.assessment_page import assessment_page
from components.desk import failed, kept_ids, refused
from components.listing import stores
from components.page import missing
from data.errors import Forbidden, UnknownRegion
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/assessment", name="考核评价")


def layout(**query: str) -> Component:
    view, wrong = View.lenient(urlencode(query))
    try:
        return assessment_page(house(), view, wrong, query)
    except UnknownRegion:
        return kept_ids(missing(_("没有这个区划，或不在可看范围内")), stores())
    except Forbidden as error:
        return kept_ids(refused(error), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
