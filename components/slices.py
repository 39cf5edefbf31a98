"""Slices on screen: rows that narrow the figures to what they count, and the chip that says so and leads back."""

from collections.abc import Iterable
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.markup import Safe, tag
from components.tables import Cell
from data.answer import Answer, Row
from data.language import gettext as _
from data.view import View
from data.words import WINDOWS

FOLLOWS = ("region", "window", "at", "lang", "slice")  # what panels of the event centre follow


def sub(answer: Answer, view: View, *more: str) -> list[Component | str]:
    """Window and unit, and the chip of the slice."""
    words = " · ".join(word for word in (_(WINDOWS[view.window]), *more) if word)
    return [words, *chip(answer)]


def chip(answer: Answer) -> list[Component]:
    """What the figures are narrowed to; a click shows all again."""
    return [
        html.A(
            [_(str(one["label"])), html.I("×")],
            href="?slice=",
            className="slice-chip",
            title=_("显示全部事件"),
        )
        for one in answer.parts.get("slice", [])
    ]


def list_way(name: str, value: str) -> dict[str, str]:
    """Attributes of a link that filters the list of events; `assets/js/44-list.js` marks it, and leads back from it."""
    return {"href": f"?{name}={value}", "data-to-list": f"{name}:{value}"}


def whole() -> list[Component]:
    """Of panels that show all events whatever the slice."""
    return [html.Span(_("全部事件"), className="all-events")]


def slice_row(dim: str, row: Row, cells: Iterable[Cell], extra: str = "") -> Safe:
    """A row that narrows the figures to its key; once chosen, it leads back to all."""
    key = str(row.get("key", row.get("code")))
    href = "?slice=" if row["on"] else f"?slice={dim}:{quote(key, safe='')}"
    on = " on" if row["on"] else ""
    return tag("a", cells, f"row{on} {extra}".strip(), href=href, data_slice=f"{dim}:{key}")
