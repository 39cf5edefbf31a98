"""The Leaflet map and its layers, laid out once. Layers get data by callbacks/map.py, looks from assets/css/map.css."""

from typing import Any

import dash_leaflet as dl
from dash import dcc
from dash.development.base_component import Component

from components.frame import part
from components.ids import (
    INSET,
    INSET_CONTEXT,
    INSET_HERE,
    MAP,
    MAP_AREAS,
    MAP_AROUND,
    MAP_CONTEXT,
    MAP_FINER,
    MAP_LABELS,
    MAP_POINTS,
    MAP_PORT,
    MAP_TRACK,
)

CONTEXT = "/api/v1/map/context.json"
# Panes from the ground up; their z-index is in assets/css/map.css.
PANES = ("ground", "around", "areas", "finer", "outline", "track", "points", "labels")


def js(name: str) -> dict[str, str]:
    """A function of `window.cockpit.map`, for dash-leaflet to look up in the browser."""
    return {"variable": f"cockpit.map.{name}"}


def canvas() -> list[Component]:
    panes = {name: dl.Pane(_layers(name), name=f"cockpit-{name}", className=f"pane-{name}") for name in PANES}
    base: dict[str, Any] = dict(
        center=[0, 0],
        zoom=9,
        zoomSnap=0,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=90,
        zoomControl=False,
        attributionControl=False,
        trackViewport=False,
        keyboard=False,
        zoomAnimation=False,
        fadeAnimation=False,
        markerZoomAnimation=False,
        inertia=False,
        doubleClickZoom=False,
        maxZoom=20,
        className="leaflet-wall",
    )
    scale = dl.ScaleControl(imperial=False, maxWidth=140, position="bottomleft")
    return [
        dl.Map([*panes.values(), scale], id=MAP, **base),
        part(MAP, "scene", tag=dcc.Store),
        dcc.Store(id=MAP_PORT),
    ]


def _layers(pane: str) -> list[Component]:
    found = {
        "ground": [dl.GeoJSON(id=MAP_CONTEXT, url=CONTEXT, style=js("ground"), interactive=False)],
        "around": [
            dl.GeoJSON(id=MAP_AROUND, style=js("around"), onEachFeature=js("eachAround"), filter=js("besides"))
        ],
        "areas": [dl.GeoJSON(id=MAP_AREAS, style=js("area"), onEachFeature=js("eachArea"))],
        "finer": [dl.GeoJSON(id=MAP_FINER, style=js("finer"), interactive=False)],
        "track": [dl.GeoJSON(id=MAP_TRACK, style=js("track"), pointToLayer=js("trackPoint"))],
        "points": [dl.GeoJSON(id=MAP_POINTS, pointToLayer=js("point"))],
        "labels": [dl.GeoJSON(id=MAP_LABELS, pointToLayer=js("label"))],
    }
    return found.get(pane, [])


def inset() -> Component:
    """A small map of where we are; nothing in it can be touched."""
    still: dict[str, Any] = dict.fromkeys(
        ("zoomControl", "attributionControl", "dragging", "scrollWheelZoom", "doubleClickZoom", "touchZoom", "keyboard"),
        False,
    )
    layers = [
        dl.GeoJSON(id=INSET_CONTEXT, url=CONTEXT, style=js("ground"), interactive=False),
        dl.GeoJSON(id=INSET_HERE, style=js("insetArea"), interactive=False),
    ]
    return dl.Map(
        layers,
        id=INSET,
        center=[0, 0],
        zoom=7,
        zoomSnap=0,
        trackViewport=False,
        zoomAnimation=False,
        fadeAnimation=False,
        className="leaflet-wall leaflet-inset",
        **still,
    )
