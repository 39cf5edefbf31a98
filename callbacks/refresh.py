"""The engine behind all panels: revisions that are pushed, and one callback that redraws what moved."""

from typing import Any

import structlog
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State

from components.drawn import Drawing, broken
from components.ids import FOLLOWS, REVISIONS, VIEW, asked_id, drawings_id
from components.registry import panels
from components.reports_panels import redrawn
from data.acting import looking
from data.counters import FAILURES
from data.house import house
from data.view import View

log = structlog.get_logger()


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "fanOut"),
        Output(asked_id(ALL), "data"),
        Input(VIEW, "data"),
        Input(REVISIONS, "data"),
        State(FOLLOWS, "data"),
        State(asked_id(ALL), "id"),
    )
    app.callback(Output(drawings_id(MATCH), "data"), Input(asked_id(MATCH), "data"), prevent_initial_call=True)(redraw)
    app.clientside_callback(ClientsideFunction("cockpit", "draw"), Input(drawings_id(MATCH), "data"))


def redraw(asked: dict[str, str]) -> dict[str, dict[str, Any]]:
    """One callback for every panel there will ever be, called once a slot with the panels that moved."""
    return {panel: {"key": key, **_redrawn(panel, key)} for panel, key in asked.items()}


def _redrawn(panel: str, key: str) -> Drawing:
    """A failing panel fails alone and keeps its last drawing."""
    home = house()
    view, _bad = View.lenient(key.partition("|")[0])
    try:
        return redrawn(home, panel, view, looking(home), ledger=key.endswith("|ledger"))
    except Exception as error:  # the one place that catches all: a wall must not go dark for one panel
        log.warning("panel failed", panel=panel, error=repr(error))
        FAILURES.labels(panel if panel in panels() else "unknown").inc()
        return broken(error, view, home.clock.now())
