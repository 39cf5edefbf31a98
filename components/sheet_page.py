"""What the pages of one event, one warning and one thing share: three columns of cards that are filled again, a map."""

import json
from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.link import link_down
from components.map_canvas import spot_map
from components.markup import still
from components.wall import notice
from data.house import House
from data.language import gettext as _
from data.view import View

Columns = tuple[list[Component], list[Component], list[Component]]  # left, middle, right


def sheet_page(
    house: House,
    view: View,
    refused: tuple[str, ...],
    kind: str,
    *,
    here: str,
    title: str,
    columns: Columns,
    stores: list[Component],
) -> Component:
    """`kind`: event, warning or thing; `here`: where the bar says one is."""
    body = [html.Div(inside, className=f"event-{name}") for name, inside in zip("lmr", columns, strict=True)]
    return html.Div(
        [
            still([desk_bar(house, view, here, title), link_down(), *notice(view, refused)]),
            html.Main(body, className="event-body"),
            *pulse(view),
            *stores,
        ],
        className="page event-page" + f" {kind}-page" * (kind != "event"),
        **{"data-live": kind, "data-testid": f"{kind}-page"},
    )


def sheet_stores(told: str, data: dict[str, Any] | None, rest: Sequence[str]) -> list[Component]:
    """What its callbacks speak through; `told`: the store of whose page it is."""
    return [dcc.Store(id=told, data=data), *(dcc.Store(id=one) for one in rest)]


def sheet_card(title: str, name: str, parts: dict[str, str], mark: str = "event") -> Component:
    """A card laid out once; its inside is filled again whenever something moves."""
    head = [html.Header(html.H2(title, className="panel-title"), className="panel-head")] if title else []
    body = html.Div(className="panel-body", **{"data-html": parts[name], f"data-{mark}-part": name})
    return html.Section([*head, body], className=f"panel card {mark}-{name}-card")


def sheet_map(told: dict[str, Any]) -> Component:
    """`told`: lon, lat, level, exact, and the regions around, for `assets/js/40-spot.js`."""
    note = html.Small(_("村居界为示意 · 非法定界线"), className="spot-note")
    return html.Section([spot_map(), note], className="panel card spot-card", **{"data-spot": json.dumps(told)})
