"""自助报告 "/reports", one of them "/reports/<code>", and how it is laid out "/reports/<code>/edit"."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids, refused
from components.listing import stores
from components.page import missing
from components.reports_editor import report_editor
from components.reports_page import reports_page
from components.reports_view import report_page
from data.errors import Forbidden, UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View


def layout(where: str = "", **query: str) -> Component:
    """`where`: what follows in the path, the code of one and perhaps its editor."""
    code, _slash, edit = where.partition("/")
    view, bad = View.lenient(urlencode(query))
    try:
        if not code:
            return reports_page(house(), view, bad, query)
        if edit:
            return report_editor(house(), view, bad, code)
        return report_page(house(), view, bad, code, query)
    except UnknownThing:
        return kept_ids(missing(_("没有这份报告，或不在可看范围内")), stores())
    except Forbidden as error:
        return kept_ids(refused(error), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())


dash.register_page(__name__, path="/reports", name="自助报告", layout=layout)
dash.register_page(f"{__name__}.one", path_template="/reports/<where>", name="自助报告", layout=layout)
