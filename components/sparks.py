"""Sparklines as CSS masks: the line is a mask, the colour is the skin's."""

from collections.abc import Sequence
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

WIDTH, HEIGHT, EDGE = 100.0, 30.0, 3.0
DOUBT = 22.0  # of the width, for what is in doubt


def spark(values: Sequence[float], doubted: bool = False) -> Component | None:
    """A line over the values in order; nothing for fewer than two. `doubted`: dots go on where it is in doubt how."""
    if len(values) < 2:
        return None
    return html.I(className="spark", style={"--spark": f'url("data:image/svg+xml,{quote(_svg(values, doubted))}")'})


def _svg(values: Sequence[float], doubted: bool) -> str:
    low, high = min(values), max(values)
    rise = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE - (DOUBT if doubted else 0.0)) / (len(values) - 1)
    places = [
        f"{EDGE + n * step:.1f},{HEIGHT - EDGE - (value - low) / rise * (HEIGHT - 2 * EDGE):.1f}"
        for n, value in enumerate(values)
    ]
    line = _line(places, "")
    if doubted:
        line += _line([places[-1], f"{WIDTH - EDGE:.1f},{places[-1].partition(',')[2]}"], " stroke-dasharray='2 4'")
    box = f"viewBox='0 0 {WIDTH:.0f} {HEIGHT:.0f}' preserveAspectRatio='none'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {box}>{line}</svg>"


def _line(places: Sequence[str], how: str) -> str:
    look = f"fill='none' stroke='#000' stroke-width='2'{how} vector-effect='non-scaling-stroke'"
    return f"<polyline points='{' '.join(places)}' {look}/>"
