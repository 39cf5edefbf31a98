"""What stands over the map of the dispatch desk: rings, layers, the legend of lines."""

from components.dispatch_words import FORCES, LINES, RINGS
from components.markup import Safe, tag
from data.language import gettext as _


def map_tools() -> list[Safe]:
    rings = [
        tag("button", f"{km} km", "segment n", type="button", data_ring=str(km), aria_pressed="false") for km in RINGS
    ]
    layers = [_layer(name, words) for name, words in FORCES.items()]
    lines = [tag("span", [tag("i", None, f"line line-{name}"), _(words)]) for name, words in LINES.items()]
    return [
        tag(
            "div",
            [
                tag("div", rings, "segments", role="group", aria_label=_("距离圈")),
                tag("div", layers, "segments", role="group", aria_label=_("图层")),
            ],
            "map-tools",
        ),
        tag("div", [*lines, tag("span", _("直线距离")), tag("span", _("用时为估算"))], "map-lines"),
    ]


def _layer(name: str, words: str) -> Safe:
    told = {"data_forces": "1"} if name == "forces" else {"data_layer": name}
    return tag("button", _(words), "segment", type="button", aria_pressed="false", **told)
