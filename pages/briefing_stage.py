"""What the audience sees of a briefing: /briefing/stage/<briefing>/<show>/<role>."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.briefing_stage import ROLES, stage_page
from components.desk import failed
from components.page import missing
from data.errors import UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/briefing/stage/<code>/<show>/<role>", name="汇报画面")


def layout(code: str | None = None, show: str | None = None, role: str | None = None, **query: str) -> Component:
    view, _refused = View.lenient(urlencode(query))
    try:
        return stage_page(house(), view, code or "", show or "-", role if role in ROLES else "audience")
    except UnknownThing:
        return missing(_("没有这份汇报，或不在可看范围内"))
    except TROUBLES as error:
        return failed(error)
