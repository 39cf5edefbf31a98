"""Sparklines as CSS masks: the line is a mask, the colour is the skin's."""

from collections.abc import Sequence
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

WIDTH, HEIGHT, EDGE = 100.0, 30.0, 3.0


def spark(values: Sequence[float]) -> Component | None:
    """A line over the values in order; nothing for fewer than two."""
    if len(values) < 2:
        return None
    return html.I(className="spark", style={"--spark": f'url("data:image/svg+xml,{quote(_svg(values))}")'})


def _svg(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    rise = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = " ".join(
        f"{EDGE + n * step:.1f},{HEIGHT - EDGE - (value - low) / rise * (HEIGHT - 2 * EDGE):.1f}"
        for n, value in enumerate(values)
    )
    line = (
        f"<polyline points='{points}' fill='none' stroke='#000' stroke-width='2' vector-effect='non-scaling-stroke'/>"
    )
    box = f"viewBox='0 0 {WIDTH:.0f} {HEIGHT:.0f}' preserveAspectRatio='none'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {box}>{line}</svg>"
