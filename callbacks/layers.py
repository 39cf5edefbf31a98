"""The map's layer switch shows what the View says; clicking it changes the View (assets/js/switches.js)."""

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from components.ids import VIEW, layer_id


def register(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("cockpit", "showLayers"),
        Output(layer_id(ALL), "className"),
        Input(VIEW, "data"),
        State(layer_id(ALL), "id"),
    )
