"""The page of one thing: what it is, where it stands, who answers for it, what became of it, and how to change it."""

import json
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import thing_parts
from components.desk import desk_bar, link_down, pulse
from components.event_forms import read_only
from components.ids import THING, THING_ASKED, THING_DRAWN, THING_MOVE, THING_MOVED
from components.map_canvas import spot_map
from components.markup import markup, still
from components.wall import notice
from data.acting import PLAYED, answering, may_act
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.regions import ancestors, region_of
from data.queries.things import thing
from data.view import View
from data.words import REGISTERS

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AskedThing:
    """What a drawing of the page depends on beside the data; no role: nobody has said who looks."""

    layer: str
    code: str
    role: str = ""
    number: int = 1


def thing_page(house: House, view: View, refused: tuple[str, ...], layer: str, code: str) -> Component:
    """UnknownThing when there is none for this scope."""
    asked = AskedThing(layer=layer, code=code)
    with speaking(view.lang):
        row = _read(house, asked)
        parts = _parts(house, row, asked)
        title = _("{register} {code}").format(register=_(REGISTERS[layer]), code=code)
        columns = [
            [_card("", "head", parts), _card(_("责任人"), "people", parts)],
            [_map(row), _card(_("变更记录"), "history", parts)],
            [_card(_("办理"), "actions", parts)],
        ]
        body = [html.Div(inside, className=f"event-{name}") for name, inside in zip("lmr", columns, strict=True)]
        return html.Div(
            [
                still([desk_bar(house, view, "/things", title), link_down(), *notice(view, refused)]),
                html.Main(body, className="event-body"),
                *pulse(house, view),
                *stores({"layer": layer, "code": code, "lang": view.lang}),
            ],
            className="page event-page thing-page",
            **{"data-live": "thing", "data-testid": "thing-page"},
        )


def stores(told: dict[str, Any] | None = None) -> list[Component]:
    """What its callbacks speak through."""
    rest = (THING_ASKED, THING_DRAWN, THING_MOVE, THING_MOVED)
    return [dcc.Store(id=THING, data=told), *(dcc.Store(id=one) for one in rest)]


def thing_drawn(house: House, asked: AskedThing) -> dict[str, str]:
    """{part: HTML} as things stand now, for who looks."""
    return _parts(house, _read(house, asked), asked)


def _read(house: House, asked: AskedThing) -> Row:
    scope = answering(house, asked.role)
    with house.engine.connect() as connection:
        row = thing(connection, asked.layer, asked.code, scope)
        here = region_of(connection, row["region_code"], scope)
        return row | {"regions": [*ancestors(connection, here, scope), here]}


def _parts(house: House, row: Row, asked: AskedThing) -> dict[str, str]:
    now, role = house.clock.now(), asked.role if asked.role in PLAYED else PLAYED[0]
    drawn = {
        "head": thing_parts.head(row, now),
        "people": thing_parts.people(row),
        "history": thing_parts.history(row, now),
        "actions": thing_parts.actions(row, role, asked.number) if may_act(house) else read_only(),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _card(title: str, name: str, parts: dict[str, str]) -> Component:
    head = [html.Header(html.H2(title, className="panel-title"), className="panel-head")] if title else []
    body = html.Div(className="panel-body", **{"data-html": parts[name], "data-thing-part": name})
    return html.Section([*head, body], className=f"panel card thing-{name}-card")


def _map(row: Row) -> Component:
    told = {
        "lon": row["lon"],
        "lat": row["lat"],
        "level": row["grade"] or (row["danger"] or {}).get("level", 4),
        "exact": True,
        "around": [one.code for one in row["regions"] if one.level in (3, 4)],
    }
    note = html.Small(_("村居界为示意 · 非法定界线"), className="spot-note")
    return html.Section([spot_map(), note], className="panel card spot-card", **{"data-spot": json.dumps(told)})
