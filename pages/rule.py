"""The page of one warning rule: /rules/<code>."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.page import missing
from components.rule_page import rule_page, stores
from data.errors import UnknownRegion, UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/rules/<code>", name="预警模型")


def layout(code: str | None = None, **query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return rule_page(house(), view, refused, code or "")
    except (UnknownThing, UnknownRegion):
        return kept_ids(missing(_("没有这个预警模型")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
