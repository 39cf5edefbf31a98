"""The page of one briefing: /briefing/edit/<code>."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.briefing_editor import briefing_editor
from components.desk import failed
from components.page import missing
from data.errors import UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/briefing/edit/<code>", name="汇报编辑")


def layout(code: str | None = None, **query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return briefing_editor(house(), view, refused, code or "")
    except UnknownThing:
        return missing(_("没有这份汇报，或不在可看范围内"))
    except TROUBLES as error:
        return failed(error)
