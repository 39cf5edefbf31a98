"""Plotly figures for the panels' own pages, to hover, zoom and compare. Colours are CSS variables."""

from collections.abc import Callable
from typing import Any

from dash import dcc

from components.ids import chart_id
from components.periods import month_label
from components.plots import series
from data.answer import Answer, Row
from data.language import gettext as _
from data.words import RISK_GRADES

Figure = dict[str, Any]
CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["lasso2d", "select2d"], "responsive": True}
SERIES = ("var(--acc)", "var(--prov)", "var(--teal)", "var(--sim)", "var(--attn)", "var(--neg2)", "var(--bar)")
NAMES = ("name", "label", "kind")
WITHOUT = (
    "kpi",
    "ticker",
    "map",
    "heat",
    "hot",
    "stations",
    "typhoon",
    "warnings",
    "warning_regions",
)  # panels whose rows make no chart


def graph(panel: str) -> dcc.Graph:
    return dcc.Graph(id=chart_id(panel), config=CONFIG, responsive=True, className="explore-graph")


def figure(key: str, answer: Answer) -> Figure | None:
    """The figure that suits a panel: its own, or bars of its first measure by name; None without any."""
    if not answer.rows:
        return None
    return None if key in WITHOUT else _OWN.get(key, _bars)(answer)


def _laid(traces: list[Figure], **layout: Any) -> Figure:
    grid = {"gridcolor": "var(--line)", "zerolinecolor": "var(--line2)", "automargin": True}
    plain = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 14, "color": "var(--t2)", "family": "var(--num)"},
        "hoverlabel": {"bgcolor": "var(--surf2)", "bordercolor": "var(--line2)", "font": {"color": "var(--t1)"}},
        "legend": {"orientation": "h", "y": -0.16},
        "margin": {"l": 48, "r": 16, "t": 12, "b": 40},
        "hovermode": "x unified",
        "xaxis": dict(grid, showgrid=False, type="category"),
        "yaxis": dict(grid),
    }
    return {"data": traces, "layout": plain | layout}


def _trend(answer: Answer) -> Figure:
    labels = [str(row["label"]) for row in answer.rows]
    looks = {
        "reported": ("bar", "var(--bar2)"),
        "closed": ("bar", "var(--bar)"),
        "previous": ("scatter", "var(--prov)"),
    }
    names = {column.key: _(column.label) for column in answer.columns}
    traces = [
        {"type": kind, "x": labels, "y": series(answer.rows, name), "name": names[name], "marker": {"color": colour}}
        for name, (kind, colour) in looks.items()
    ]
    return _laid(traces, barmode="overlay")


def _economy(answer: Answer) -> Figure:
    """A line an indicator; the first beside the province's, the others a click on the legend away."""
    names = {str(row["code"]): _(str(row["name"])) for row in answer.rows}
    points: dict[str, list[Row]] = {}
    for row in answer.parts.get("series", []):
        points.setdefault(str(row["code"]), []).append(row)
    traces: list[Figure] = []
    for n, (code, rows) in enumerate((code, points[code]) for code in names if code in points):
        line = {"type": "scatter", "x": [month_label(str(row["period"])) for row in rows], "mode": "lines+markers"}
        colour, shown = SERIES[n % len(SERIES)], True if n == 0 else "legendonly"
        own = {"name": names[code], "line": {"color": colour}, "visible": shown, "legendgroup": code}
        theirs = {"name": f"{names[code]} {_('全省')}", "line": {"color": colour, "dash": "dot"}, "mode": "lines"}
        traces.append(line | own | {"y": series(rows, "city")})
        traces.append(line | own | theirs | {"y": series(rows, "province"), "showlegend": n == 0})
    return _laid(traces)


def _bars(answer: Answer) -> Figure | None:
    """Horizontal bars of the first figure, as the rows stand."""
    named = next((key for key in NAMES if key in answer.rows[0]), "")
    measured = next(
        (c for c in answer.columns if c.unit and any(isinstance(row[c.key], int | float) for row in answer.rows)), None
    )
    if not named or measured is None:
        return None
    rows = answer.rows[::-1]
    name = f"{_(measured.label)} {_(measured.unit)}"
    labels = [_(str(row[named])) for row in rows]
    bar = {"type": "bar", "orientation": "h", "x": series(rows, measured.key), "y": labels, "name": name}
    tall = max(320, 26 * len(rows) + 90)
    return _sideways(_laid([bar | {"marker": {"color": "var(--bar)"}}], hovermode="closest", height=tall), name)


def _risk(answer: Answer) -> Figure:
    """Kinds of risk, their levels stacked gravest first."""
    rows = answer.rows[::-1]
    labels = [_(str(row["label"])) for row in rows]
    bar = {"type": "bar", "orientation": "h", "y": labels}
    traces = [
        bar | {"x": series(rows, f"g{grade}"), "name": _(RISK_GRADES[grade]), "marker": {"color": f"var(--{colour})"}}
        for grade, colour in zip(RISK_GRADES, ("wr", "wo", "wy", "wb"), strict=True)
    ]
    return _sideways(_laid(traces, barmode="stack", hovermode="y unified"), _(answer.unit))


def _sideways(laid: Figure, name: str) -> Figure:
    """Names down the side, figures along the bottom."""
    layout = laid["layout"]
    layout["xaxis"] = layout["yaxis"] | {"title": {"text": name}}
    layout["yaxis"] = layout["yaxis"] | {"type": "category", "showgrid": False}
    return laid


_OWN: dict[str, Callable[[Answer], Figure | None]] = {
    "trend": _trend,
    "centre_trend": _trend,
    "economy": _economy,
    "risk": _risk,
}
