"""From the scene to the layers of the map. All in the browser: shapes, points and tracks come from /api/v1/map."""

from dash import ClientsideFunction, Dash, Input, Output

from components.ids import (
    INSET_HERE,
    MAP,
    MAP_AREAS,
    MAP_AROUND,
    MAP_FINER,
    MAP_LABELS,
    MAP_POINTS,
    MAP_PORT,
    MAP_TRACK,
    VIEW,
    part_id,
)

SCENE = Input(part_id(MAP, "scene"), "data")
SEEN, PORT = Input(VIEW, "data"), Input(MAP_PORT, "data")

# (function in assets/js/25-map-scene.js, layer, props it sets, what it listens to)
LAYERS = (
    ("mapAreas", MAP_AREAS, ("data", "hideout"), (SCENE,)),
    ("mapAround", MAP_AROUND, ("data", "hideout"), (SCENE,)),
    ("mapLabels", MAP_LABELS, ("data",), (SCENE,)),
    ("mapFiner", MAP_FINER, ("data",), (SEEN, SCENE)),
    ("mapTrack", MAP_TRACK, ("data",), (SEEN, SCENE)),
    ("mapPoints", MAP_POINTS, ("data", "hideout"), (PORT, SEEN, SCENE)),
    ("mapInset", INSET_HERE, ("data",), (SCENE,)),
)


def register(app: Dash) -> None:
    for function, layer, props, inputs in LAYERS:
        outputs = [Output(layer, prop) for prop in props]
        app.clientside_callback(
            ClientsideFunction("cockpit", function), outputs if len(outputs) > 1 else outputs[0], *inputs
        )
