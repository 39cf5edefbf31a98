"""The page of risks "/risk": warnings, stations, the storm, the map, and the check lists of the phase."""

from urllib.parse import urlencode

import dash
from dash.development.base_component import Component

from components.desk import failed, kept_ids
from components.risk_page import risk_page, stores
from data.acting import looking
from data.house import house
from data.queries.warning_board import phase_now
from data.risk_lists import PHASES
from data.troubles import TROUBLES
from data.view import View

dash.register_page(__name__, path="/risk", name="风险预警")


def layout(**query: str) -> Component:
    """A fresh tree on every visit; panels fill themselves. The phase is the one asked for, or what warnings mean."""
    view, refused = View.lenient(urlencode(query))
    asked = query.get("phase", "")
    bad = () if asked in ("", *PHASES) else ("phase",)
    try:
        phase = asked if asked in PHASES else phase_now(house(), looking(house()))
        return risk_page(house(), view, (*refused, *bad), phase)
    except TROUBLES as error:
        return kept_ids(failed(error), stores())
