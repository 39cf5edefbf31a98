"""一镇一档、一村一档 "/archive/<code>"."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.archive_page import archive_page
from components.desk import failed, kept_ids
from components.listing import stores
from components.page import missing
from data.errors import UnknownRegion
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/archive", path_template="/archive/<code>", name="一镇一村一档")


def layout(code: str = "", **query: str) -> Component:
    """Without a code: of where the asker's platform begins, or of the region of the address."""
    view, refused = View.lenient(urlencode(query | ({"region": code} if code and code != "none" else {})))
    try:
        if code not in ("", "none", view.region):
            raise UnknownRegion(f"no region {code}")
        return archive_page(house(), view, refused)
    except UnknownRegion:
        return kept_ids(missing(_("没有这个区划，或不在可看范围内")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
