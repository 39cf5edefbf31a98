"""Small charts for walls, as HTML and one SVG: no size in pixels, no colour, next to nothing to draw in the browser.

A Plotly chart costs the browser about 90 ms at every redraw; these cost two. Plotly draws the panels' own pages.
"""

import math
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.markup import Safe
from data.answer import Row

Numbers = Sequence[float | None]
STEPS = (1, 2, 2.5, 5, 10)


def axis(low: float, high: float, most: int = 4, whole: bool = False) -> list[float]:
    """Round ticks that enclose low..high, at most `most` steps apart; `whole` keeps them integers."""
    flat = 1e-6 * max(1.0, abs(low), abs(high))
    span = high - low if high - low > flat else 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * factor for factor in STEPS if power * factor * most >= span)
    step = max(step, 1.0) if whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 10) for n in range(first, max(last, first + 1) + 1)]


class Plot:
    """One plot area of `count` places side by side and a scale over `ticks`; y grows upwards, both run 0..100."""

    def __init__(self, count: int, ticks: Sequence[float], name: str) -> None:
        self.count, self.name = max(count, 1), name
        self.low, self.high, self.ticks = ticks[0], ticks[-1], ticks
        self._shapes: list[str] = []
        self._marks: list[Component] = []

    def x(self, place: float) -> float:
        """Middle of a place."""
        return 100 * (place + 0.5) / self.count

    def y(self, value: float) -> float:
        return 100 * (value - self.low) / (self.high - self.low)

    def bars(self, values: Numbers, series: str, width: float = 0.66) -> "Plot":
        """All bars of a series as one path."""
        half, ground = 50 * width / self.count, 100 - self.y(max(self.low, 0.0))
        paths = [
            f"M{self.x(n) - half:.2f} {ground:.1f}V{100 - self.y(value):.1f}h{2 * half:.2f}V{ground:.1f}z"
            for n, value in enumerate(values)
            if value
        ]
        return self._shape(f'<path class="{series}" d="{"".join(paths)}"/>' if paths else "")

    def line(self, values: Numbers, series: str) -> "Plot":
        """A line that breaks where there is no value."""
        steps, pen = [], "M"
        for n, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            steps.append(f"{pen}{self.x(n):.2f} {100 - self.y(value):.1f}")
            pen = "L"
        drawn = f'<path class="line {series}" d="{"".join(steps)}" vector-effect="non-scaling-stroke"/>'
        return self._shape(drawn if len(steps) > 1 else "")

    def between(self, upper: Numbers, lower: Numbers, series: str) -> "Plot":
        """The gap of two lines, filled where both have values."""
        both = [(n, a, b) for n, (a, b) in enumerate(zip(upper, lower, strict=True)) if a is not None and b is not None]
        there = [f"{self.x(n):.2f} {100 - self.y(a):.1f}" for n, a, _b in both]
        back = [f"{self.x(n):.2f} {100 - self.y(b):.1f}" for n, _a, b in reversed(both)]
        return self._shape(f'<path class="gap {series}" d="M{"L".join(there + back)}z"/>' if len(both) > 1 else "")

    def dot(self, place: float, value: float, series: str, hollow: bool = False) -> "Plot":
        extra = " hollow" if hollow else ""
        self._marks.append(html.I(className=f"plot-dot {series}{extra}", style=self._at(place, value)))
        return self

    def label(self, place: float, value: float, text: str, series: str) -> "Plot":
        """A direct label beside a point."""
        self._marks.append(html.Span(text, className=f"plot-label {series}", style=self._at(place, value)))
        return self

    def drawn(self, labels: Sequence[str], most: int) -> Component:
        """The whole chart: rules, shapes, marks, and both axes."""
        rules = [html.I(className="plot-rule", style={"bottom": f"{self.y(tick):.1f}%"}) for tick in self.ticks]
        svg = Safe(
            f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{"".join(self._shapes)}</svg>'
        )
        left = [html.Span(f"{tick:,g}", style={"bottom": f"{self.y(tick):.1f}%"}) for tick in self.ticks]
        below = [html.Span(labels[n], style={"left": f"{self.x(n):.2f}%"}) for n in spread(len(labels), most)]
        return html.Div(
            [
                html.Div(left, className="plot-y n"),
                html.Div([*rules, svg, *self._marks], className="plot-area"),
                html.Div(below, className="plot-x n"),
            ],
            className=f"plot plot-{self.name}",
        )

    def _shape(self, drawn: str) -> "Plot":
        self._shapes.append(drawn)
        return self

    def _at(self, place: float, value: float) -> dict[str, str]:
        return {"left": f"{self.x(place):.2f}%", "bottom": f"{self.y(value):.1f}%"}


def series(rows: Sequence[Row], name: str) -> list[float | None]:
    """A column as numbers."""
    return [float(value) if isinstance(value := row[name], int | float) else None for row in rows]


def spread(count: int, most: int) -> list[int]:
    """At most `most` of 0..count-1, evenly apart, the last one among them."""
    if count <= most:
        return list(range(count))
    step = -(-(count - 1) // (most - 1))
    return list(range(count - 1, -1, -step))[::-1]
