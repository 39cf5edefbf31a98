"""What shows where we are: the window switch, and titles that lead to the panels' own pages with the same View."""

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from components.ids import VIEW, link_id, window_id


def register(app: Dash) -> None:
    for name, output in (("showWindow", (window_id(ALL), "className")), ("panelLinks", (link_id(ALL), "href"))):
        app.clientside_callback(
            ClientsideFunction("cockpit", name),
            Output(*output),
            Input(VIEW, "data"),
            State(output[0], "id"),
        )
