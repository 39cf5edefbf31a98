"""What shows the View without asking the server: switches, links, the map's layers, a briefing's stage."""

from dash import ClientsideFunction, Dash, Input

from components.ids import REVISIONS, VIEW


def register(app: Dash) -> None:
    app.clientside_callback(ClientsideFunction("cockpit", "showView"), Input(VIEW, "data"))
    app.clientside_callback(ClientsideFunction("cockpit", "stageHeard"), Input(REVISIONS, "data"))
