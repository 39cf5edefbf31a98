"""Rows of tables and bars, written straight as HTML: a wall has hundreds of them and redraws them every minute."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, TypeAlias

from dash import html
from dash.development.base_component import Component

from components.markup import Safe, markup
from data.language import gettext as _

Cell: TypeAlias = Component | str


def head_row(labels: Sequence[str]) -> Safe:
    return row((text(_(label)) for label in labels), "row-head")


def row(cells: Iterable[Cell], extra: str = "") -> Safe:
    return Safe(f'<div class="row {extra}">{markup(cells)}</div>')


def region_row(code: str, cells: Iterable[Cell]) -> Safe:
    """A row of the level below: a link that goes down to it."""
    return Safe(f'<a href="?region={escape(code)}" class="row" data-region-code="{escape(code)}">{markup(cells)}</a>')


def text(words: str, extra: str = "") -> Safe:
    return Safe(f'<span class="{extra}">{escape(words, quote=False)}</span>')


def num(figure: str, extra: str = "") -> Safe:
    return text(figure, f"n num {extra}")


def bar(width: str, extra: str = "") -> Safe:
    """A bar on its track; `width` is a percentage."""
    return Safe(f'<span class="bar {extra}"><i style="width:{escape(width)}"></i></span>')


def tile(label: str, value: Cell | Sequence[Cell], extra: str = "", **props: Any) -> Component:
    """A figure in an inset: its label above, its value below."""
    inside = html.B(value if isinstance(value, str | Component) else list(value), className="n")
    return html.Div([html.Span(label), inside], className=f"tile {extra}".strip(), **props)
