"""The unified map: what it draws is in `components/map_scene.py`, what stands over it in `components/map_cards.py`."""

from dash import html
from dash.development.base_component import Component

from components.crumbs import crumbs
from components.frame import part
from components.ids import MAP
from components.map_canvas import canvas, inset
from components.map_cards import layers, legend, metric_choice, note, ponding, ramp, siblings, storm_card
from components.map_scene import scene
from components.registry import Panel, Props
from data.answer import Answer
from data.language import gettext as _
from data.queries.map import answer
from data.view import View
from data.words import METRICS, WINDOWS

OF_THE_WINDOW = ("density", "events", "per_thousand", "on_time")


def body() -> list[Component]:
    return [
        html.Div(canvas(), className="map-canvas", **{"data-testid": "map"}),
        part(MAP, "siblings", tag=html.Nav, className="segments siblings"),
        part(MAP, "storm", tag=html.Aside, className="storm-card", hidden=True),
        legend(panel),
        html.Div([html.Div(html.B(className="n"), className="map-scale"), part(MAP, "official")], className="map-note"),
        html.Div(inset(), className="map-inset"),
    ]


def draw(answer: Answer, view: View) -> dict[str, Props]:
    metric, window = _(METRICS[view.metric][0]), _(WINDOWS[view.window])
    if view.metric in OF_THE_WINDOW:  # Chinese needs no gap between the two
        metric = f"{metric} · {window}" if window.isascii() else f"{window}{metric}"
    storm = storm_card(answer)
    way = [(str(row["code"]), str(row["name"])) for row in answer.parts.get("crumbs", [])]
    return {
        "metric": {"children": metric},
        "sub": {"children": _(answer.unit)},
        "crumbs": {"children": crumbs(way)},
        "siblings": {"children": siblings(answer)},
        "storm": {"children": storm, "hidden": not storm},
        "ramp": {"children": ramp(answer)},
        "choice": {"children": metric_choice(view)},
        "layers": {"children": layers(answer)},
        "more": {"children": layers(answer, folded=True)},
        "ponding": {"children": ponding(answer)},
        "official": {"children": note(answer)},
        "scene": {"data": scene(answer, view)},
    }


panel = Panel(
    key=MAP,
    title="全市一张图",
    slot="map",
    order=0,
    topics=("regions", "events", "features", "storms", "stations", "controls", "warnings"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "window", "at", "lang", "metric", "storm"),
)
