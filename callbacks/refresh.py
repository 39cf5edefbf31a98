"""The engine behind all panels: one clock, one small answer of revisions, one callback that redraws."""

import structlog
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, set_props

from components.drawn import FRAME, broken, drawn
from components.ids import CLOCK, FOLLOWS, REVISIONS, VIEW, frame_id, key_id, part_id
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
    app.callback(Input(key_id(MATCH), "data"), State(key_id(MATCH), "id"), prevent_initial_call=True)(redraw)


def read_revisions(_tick: int | None) -> dict[str, int]:
    """{topic: revision}, and the city's minute for panels whose window rolls."""
    home = house()
    with home.engine.connect() as connection:
        now = revisions(connection)
    return now | {"minute": int(home.clock.now().timestamp()) // 60}


def redraw(key: str | None, store_id: dict[str, str]) -> None:
    """One callback for every panel there will ever be. A failing panel fails alone and keeps its last drawing."""
    home, panel = house(), store_id["panel"]
    view, _bad = View.lenient((key or "").partition("|")[0])
    try:
        parts = drawn(home, panel, view, Scope.guest())
    except Exception as error:  # the one place that catches all: a wall must not go dark for one panel
        log.warning("panel failed", panel=panel, error=repr(error))
        parts = broken(error, view, home.clock.now())
    for name, props in parts.items():
        set_props(frame_id(panel) if name == FRAME else part_id(panel, name), props)
