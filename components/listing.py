"""What the pages of rooms, accountability and letters share: parts of HTML that are filled again as things move."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.fields import link
from components.ids import LISTING_ASKED, LISTING_DRAWN, LISTING_MOVE, LISTING_MOVED
from components.link import link_down
from components.markup import Safe, still, tag
from components.numbers import number
from components.wall import notice
from data.house import House
from data.view import View


def listing(
    house: House,
    view: View,
    refused: tuple[str, ...],
    name: str,
    here: str,
    title: str,
    parts: Mapping[str, str],
    *inside: Component,
    of: str = "",
) -> Component:
    """`name` (and `of`, of several) says to callbacks and scripts whose parts these are; `inside` stands in the bar."""
    body = [
        html.Div(className=f"listing-{part}", **{"data-html": text, "data-listing-part": part})
        for part, text in parts.items()
    ]
    hooks = {"data-listing": name, **({"data-listing-of": of} if of else {})}
    return html.Div(
        [
            still([desk_bar(house, view, here, title, *inside), link_down(), *notice(view, refused)]),
            html.Main(body, className=f"listing-body listing-of-{name}", **hooks),
            *pulse(view),
            *stores(),
        ],
        className="page listing-page",
        **{"data-live": "listing", "data-testid": f"{name}-page"},
    )


def stores() -> list[Component]:
    """What its callbacks speak through."""
    return [dcc.Store(id=one) for one in (LISTING_ASKED, LISTING_DRAWN, LISTING_MOVE, LISTING_MOVED)]


def listing_card(title: str, inside: Any, meta: Any = None, extra: str = "") -> Component:
    head = html.Header(
        [html.H2(title, className="panel-title"), *([html.Div(meta, className="panel-meta")] if meta else [])],
        className="panel-head",
    )
    body = html.Div(inside, className="panel-body")
    return html.Section([head, body], className=f"panel card {extra}".strip())


def picked(name: str, value: str, words: str, n: int | None, on: bool, also: str = "") -> Safe:
    """A filter; chosen again, it is taken back. `also`: what else of the address it clears."""
    count = [tag("b", number(n), "n")] if n is not None else []
    current = {"aria_current": "true"} if on else {}
    there = f"?{name}={'' if on else value}{also}"
    return link([tag("span", words), *count], there, "kept-filter on" if on else "kept-filter", **current)
