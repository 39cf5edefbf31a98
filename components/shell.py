"""What stands around every page: the HTML document and the one element Dash Pages fills."""

from html import escape

import dash
from dash import html
from dash.development.base_component import Component

from components.exercise_bar import exercise_bar
from components.footing_bar import footing_bar
from components.link import link
from data.doors.bundle import address
from data.house import house
from data.watermark import watermark

INDEX = """<!DOCTYPE html>
<html lang="zh-CN" data-skin="dark"{exercise}{distance}>
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{%title%}</title>
{%favicon%}
{%css%}
<link rel="stylesheet" href="{styles}">
</head>
<body>
{hatches}
{%app_entry%}
<footer>
{%config%}
{%scripts%}
<script src="{scripts}"></script>
{%renderer%}
</footer>
</body>
</html>"""


# Hatches of the four warning levels (side of the tile in px; lines), so that a level is told without its colour.
HATCHES = {
    "1": (11, "M0 0L11 11M11 0L0 11"),
    "2": (13, "M0 0L13 13M4 0L17 13M-9 0L4 13"),
    "3": (13, "M13 0L0 13"),
    "4": (9, "M4.5 4.5h.01"),
    "gap": (8, "M8 0L0 8"),
}


def page_index(exercise: str = "", distance: float = 0) -> str:
    """The document: no inline script of our own, nothing from another machine. That of an exercise is watermarked.

    `distance`: of those who read the wall, in heights of its picture (`assets/js/12-distance.js`).
    """
    own = {"hatches": _hatches(), "exercise": page_mark(exercise), "styles": address("css"), "scripts": address("js")}
    own["distance"] = distance_mark(distance)
    page = INDEX
    for name, text in own.items():
        page = page.replace(f"{{{name}}}", text)
    return page


def page_mark(exercise: str) -> str:
    """The attribute by which the style sheet watermarks an exercise."""
    return f' data-exercise="{escape(exercise)}"' if exercise else ""


def distance_mark(heights: float) -> str:
    """The attribute by which type grows on walls."""
    return f' data-distance="{heights:.2f}"'


def _hatches() -> str:
    """Patterns for the map's areas, referred to by the style sheet."""
    patterns = "".join(
        f'<pattern id="hatch-{level}" patternUnits="userSpaceOnUse" width="{side}" height="{side}">'
        f'<path class="hatch hatch-{level}" d="{lines}"/></pattern>'
        for level, (side, lines) in HATCHES.items()
    )
    return f'<svg class="hatches" aria-hidden="true" width="0" height="0"><defs>{patterns}</defs></svg>'


def shell(*, exercise: bool = False) -> Component:
    bar = [exercise_bar()] if exercise else []
    taken = [html.Div(mark, className="print-mark")] if (mark := watermark()) else []
    return html.Div([*link(house()), *bar, *footing_bar(), dash.page_container, *taken], className="shell")
