"""What shows the View without asking the server: switches, links, and the map's layers."""

from dash import ClientsideFunction, Dash, Input

from components.ids import VIEW


def register(app: Dash) -> None:
    app.clientside_callback(ClientsideFunction("cockpit", "showView"), Input(VIEW, "data"))
