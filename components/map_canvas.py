"""The Leaflet maps, laid out once. What they show is drawn by assets/js/2*-map-*.js, and looks as assets/css says."""

from typing import Any

import dash_leaflet as dl
from dash.development.base_component import Component

from components.ids import INSET, MAP, SPOT

CONTEXT = "/api/v1/map/context.json"
STYLE = {"variable": "cockpit.map.ground"}  # looked up in the browser by dash-leaflet
STILL = ("zoomAnimation", "fadeAnimation", "markerZoomAnimation", "inertia", "keyboard", "doubleClickZoom")
UNTOUCHED = ("dragging", "scrollWheelZoom", "touchZoom", "boxZoom")


def canvas() -> Component:
    return _map([_ground()], MAP, zoomDelta=0.5, wheelPxPerZoomLevel=90, maxZoom=20)


def inset() -> Component:
    """A small map of where we are; nothing in it can be touched."""
    return _map([_ground()], INSET, **dict.fromkeys(UNTOUCHED, False))


def _ground() -> Component:
    """Neighbouring cities and land: the same for every region, so it is fetched once."""
    return dl.GeoJSON(url=CONTEXT, style=STYLE, interactive=False, pane="cockpit-ground")


def _map(children: list[Component], map_id: str, **more: Any) -> Component:
    """Nothing moves by itself on a wall, and the viewport is no business of Dash's."""
    quiet: dict[str, Any] = dict.fromkeys((*STILL, "zoomControl", "attributionControl", "trackViewport"), False)
    return dl.Map(children, id=map_id, center=[0, 0], zoom=8, zoomSnap=0, className="leaflet-wall", **quiet, **more)


def spot_map() -> Component:
    """A map one can move, with one place on it: `assets/js/40-spot.js` draws what is around."""
    return _map([_ground()], SPOT, maxZoom=19, wheelPxPerZoomLevel=90)
