"""专题 "/themes", "/themes/<theme>" and "/themes/<theme>/<tab>": panels brought together by subject."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.page import missing
from components.theme_page import stores, theme_page
from data.errors import UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View


def layout(where: str | None = None, **query: str) -> Component:
    """A fresh tree on every visit; panels fill themselves. `where`: what follows in the path, tab and all."""
    theme, _slash, tab = (where or "").partition("/")
    view, refused = View.lenient(urlencode(query))
    try:
        return theme_page(house(), view, refused, theme, tab)
    except UnknownThing:
        return kept_ids(missing(_("没有这个专题")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())


dash.register_page(__name__, path="/themes", name="专题", layout=layout)
dash.register_page(f"{__name__}.one", path_template="/themes/<where>", name="专题", layout=layout)
