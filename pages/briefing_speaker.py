"""The presenter's window: /briefing/speak/<show>."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.briefing_speaker import speaker_page
from components.desk import failed, refused
from components.page import missing
from data.errors import Forbidden, UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path_template="/briefing/speak/<show>", name="汇报讲者")


def layout(show: str | None = None, **query: str) -> Component:
    view, _refused = View.lenient(urlencode(query))
    try:
        return speaker_page(house(), view, show or "")
    except UnknownThing:
        return missing(_("没有这场汇报"))
    except Forbidden as error:
        return refused(error)
    except TROUBLES as error:
        return failed(error)
