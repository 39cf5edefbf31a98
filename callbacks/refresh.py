"""The engine behind all panels: one clock, one small answer of revisions, one callback that redraws."""

import structlog
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State

from components.drawn import Drawing, broken, drawn
from components.ids import CLOCK, FOLLOWS, REVISIONS, VIEW, drawing_id, key_id
from data.house import house
from data.queries.revisions import revisions
from data.scope import Scope
from data.view import View

log = structlog.get_logger()


def register(app: Dash) -> None:
    app.callback(Output(REVISIONS, "data"), Input(CLOCK, "n_intervals"))(read_revisions)
    app.clientside_callback(
        ClientsideFunction("cockpit", "fanOut"),
        Output(key_id(ALL), "data"),
        Input(VIEW, "data"),
        Input(REVISIONS, "data"),
        State(FOLLOWS, "data"),
        State(key_id(ALL), "id"),
        State(key_id(ALL), "data"),
    )
    asked = (Input(key_id(MATCH), "data"), State(key_id(MATCH), "id"))
    app.callback(Output(drawing_id(MATCH), "data"), *asked, prevent_initial_call=True)(redraw)
    shown = (Input(drawing_id(MATCH), "data"), State(drawing_id(MATCH), "id"))
    app.clientside_callback(ClientsideFunction("cockpit", "draw"), *shown)


def read_revisions(_tick: int | None) -> dict[str, int]:
    """{topic: revision}, and the city's minute for panels whose window rolls."""
    home = house()
    with home.engine.connect() as connection:
        now = revisions(connection)
    return now | {"minute": int(home.clock.now().timestamp()) // 60}


def redraw(key: str, store_id: dict[str, str]) -> Drawing:
    """One callback for every panel there will ever be. A failing panel fails alone and keeps its last drawing."""
    home, panel = house(), store_id["panel"]
    view, _bad = View.lenient(key.partition("|")[0])
    try:
        return drawn(home, panel, view, Scope.guest())
    except Exception as error:  # the one place that catches all: a wall must not go dark for one panel
        log.warning("panel failed", panel=panel, error=repr(error))
        return broken(error, view, home.clock.now())
