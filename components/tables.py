"""Rows of tables and bars in plain HTML: light enough to redraw a hundred at once."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from dash import html
from dash.development.base_component import Component

from data.language import gettext as _

Cell: TypeAlias = Component | str


def head_row(labels: Sequence[str]) -> Component:
    return html.Div([html.Span(_(label)) for label in labels], className="row row-head")


def region_row(code: str, cells: Sequence[Cell], extra: str = "") -> Component:
    """A row of the level below: a link that goes down to it."""
    return html.A(list(cells), href=f"?region={code}", className=f"row {extra}".strip(), **{"data-region-code": code})


def num(text: str, extra: str = "", **props: Any) -> Component:
    return html.Span(text, className=f"n num {extra}".strip(), **props)


def bar(width: str, extra: str = "") -> Component:
    """A bar on its track; `width` is a percentage."""
    return html.Span(html.I(style={"width": width}), className=f"bar {extra}".strip())


def tile(label: str, value: Cell | Sequence[Cell], extra: str = "", **props: Any) -> Component:
    """A figure in an inset: its label above, its value below."""
    inside = html.B(value if isinstance(value, str | Component) else list(value), className="n")
    return html.Div([html.Span(label), inside], className=f"tile {extra}".strip(), **props)
