"""Exercises and replays "/exercises": what can be played, what was, and the review of one."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.exercises_page import exercises_page, stores
from components.page import missing
from data.errors import UnknownThing
from data.house import house
from data.language import gettext as _
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/exercises", name="演练")


def layout(**query: str) -> Component:
    view, refused = View.lenient(urlencode(query))
    try:
        return exercises_page(house(), view, refused, query.get("code", ""))
    except UnknownThing:
        return kept_ids(missing(_("没有这个演练")), stores())
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
