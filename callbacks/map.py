"""From the scene to the layers of the map, all in the browser: outlines, points and tracks come from /api/v1/map."""

from dash import ClientsideFunction, Dash, Input

from components.ids import MAP, MAP_PORT, VIEW, part_id

SCENE = Input(part_id(MAP, "scene"), "data")
SEEN, PORT = Input(VIEW, "data"), Input(MAP_PORT, "data")

# Functions of assets/js/25-map-scene.js and what each listens to.
DRAWS = {"mapScene": (SCENE,), "mapFiner": (SEEN, SCENE), "mapStorm": (SEEN, SCENE), "mapPoints": (PORT, SEEN, SCENE)}


def register(app: Dash) -> None:
    for function, inputs in DRAWS.items():
        app.clientside_callback(ClientsideFunction("cockpit", function), *inputs)
