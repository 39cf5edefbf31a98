"""What Dash Pages shows when no page has the path."""

import dash
from dash.development.base_component import Component

from components.page import missing
from data.language import gettext as _

dash.register_page(__name__)


def layout(**_query: str) -> Component:
    return missing(_("没有这个页面"))
