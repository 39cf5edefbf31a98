"""Plotly figures as plain dicts. Shapes and numbers only: every colour and font comes from `assets/css/charts.css`."""

from collections.abc import Sequence
from typing import Any

from dash import dcc

from components.ids import chart_id

Figure = dict[str, Any]
CONFIG = {"displayModeBar": False, "staticPlot": True, "responsive": True}


def graph(panel: str, name: str, extra: str = "") -> dcc.Graph:
    """An empty chart, laid out once; redraws set its figure."""
    return dcc.Graph(
        id=chart_id(panel, name), figure=figure([]), config=CONFIG, responsive=True, className=f"chart {extra}".strip()
    )


def figure(traces: list[Figure], *, labels: Sequence[Figure] = (), **layout: Any) -> Figure:
    """Transparent, without legend, with room for direct labels where `layout` gives a margin."""
    plain = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "margin": {"l": 34, "r": 8, "t": 6, "b": 20},
        "font": {"size": 13},
        "annotations": list(labels),
        "transition": {"duration": 0},
        "xaxis": x_axis(),
        "yaxis": y_axis(),
    }
    return {"data": traces, "layout": plain | layout}


def x_axis(**more: Any) -> Figure:
    return {"type": "category", "showgrid": False, "zeroline": False, "fixedrange": True, "tickangle": 0} | more


def y_axis(**more: Any) -> Figure:
    return {"showgrid": True, "zeroline": False, "fixedrange": True, "nticks": 4, "tickformat": ",~r"} | more


def line_end(x: str, y: float, text: str, name: str, shift: int = 0) -> Figure:
    """A direct label at the end of a line."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "name": name,
        "showarrow": False,
        "xanchor": "left",
        "xshift": 8,
        "yshift": shift,
    }


def ticks(labels: Sequence[str], most: int) -> list[str]:
    """At most `most` of the labels, evenly spread, the last one among them."""
    if len(labels) <= most:
        return list(labels)
    step = -(-(len(labels) - 1) // (most - 1))
    return list(labels[::-1][::step][::-1])
