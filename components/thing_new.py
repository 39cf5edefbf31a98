"""The form by which a thing is added to a register: its fields, its place, and those who answer for it."""

import json
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.event_forms import who
from components.fields import area, choice, entry, field
from components.ids import NEW_PLACE, NEW_SEEN, NEW_TAKEN, NEW_THING
from components.link import link_down
from components.map_canvas import spot_map
from components.markup import Safe, still, tag
from components.seat import looks_on
from components.thing_form import chain_fields, point_fields, thing_fields
from components.wall import notice
from data.acting import PLAYED, looking, may_act
from data.commands.things import EDITORS
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.regions import region_of
from data.view import View
from data.words import KINDS, REGISTERS

CRS = {"wgs84": "WGS-84", "cgcs2000": "CGCS2000", "gcj02": "GCJ-02", "bd09": "BD-09"}


def thing_new(house: House, view: View, refused: tuple[str, ...], layer: str) -> Component:
    with speaking(view.lang):
        with house.engine.connect() as connection:
            here = region_of(connection, view.region, looking(house))
        bar = desk_bar(house, view, "/things", _("登记台账对象"))
        form = [
            still([_about(layer), _card(_("责任人"), chain_fields([]))], className="report-what"),
            html.Div([still(_place()), _map(here.code)], className="report-where"),
            still([_send(may_act(house)), _done(layer)], className="report-rest"),
        ]
        told = json.dumps({"layer": layer, "lang": view.lang})
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(form, className="report-body", **{"data-thing-new": told}),
                *pulse(view),
                *stores(),
            ],
            className="page report-page thing-new",
            **{"data-live": "thing-new", "data-testid": "thing-new"},
        )


def stores() -> list[Component]:
    """What its callbacks speak through."""
    return [dcc.Store(id=one) for one in (NEW_PLACE, NEW_SEEN, NEW_THING, NEW_TAKEN)]


def layer_of(asked: str) -> str:
    return asked if asked in KINDS else next(iter(REGISTERS))


def _about(layer: str) -> Safe:
    registers = [(one, _(word)) for one, word in REGISTERS.items()]
    first = [
        field("register", _("台账"), choice("register", registers, layer, data_register="1")),
        field("code", _("编号"), entry("code", maxlength="48", autocomplete="off", spellcheck="false")),
    ]
    return _card(_("台账对象"), tag("div", [*first, *thing_fields(layer)], "thing-fields"))


def _place() -> Safe:
    seek = entry("seek", "search", autocomplete="off", placeholder=_("找县区、镇街、村居"), aria_controls="seek-hits")
    hits = tag("div", None, "seek-hits", id="seek-hits", role="listbox")
    crs = field("crs", _("坐标系"), choice("crs", CRS.items(), "wgs84"))
    found = tag("p", _("在地图上点选位置"), "place-found", role="status")
    inside = [
        tag("div", [field("seek", _("区划"), seek), hits], "seek"),
        tag("div", [crs, *point_fields()], "point three"),
        found,
    ]
    return _card(_("位置"), *inside)


def _map(code: str) -> Component:
    note = html.Small(_("区划界为示意 · 非法定界线"), className="spot-note")
    return html.Div([spot_map(), note], className="spot-card", **{"data-spot": json.dumps({"around": [code]})})


def _send(may: bool) -> Safe:
    if not may:
        return _card(_("登记"), looks_on())
    role = next(one for one in PLAYED if one in EDITORS)
    why = field("reason", _("说明（可不填）"), area("reason", rows=2, maxlength="2000"))
    say = tag("p", None, "act-say", role="alert", data_say="form")
    send = tag("button", _("登记"), "button primary", type="button", data_thing_send="1")
    return _card(_("登记"), who(role, 1), why, send, say)


def _done(layer: str) -> Safe:
    way = tag("a", _("查看台账对象"), "button primary done-way", href="/things", data_carry="view")
    more = tag("a", _("再登记一个"), "button", href=f"/things/new?register={layer}")
    said = tag("p", [_("已登记"), " ", tag("b", None, "n done-code")], "done-said")
    return tag("section", [said, tag("div", [way, more], "act-send")], "panel card report-done", hidden="")


def _card(title: str, *inside: Any) -> Safe:
    head = tag("header", tag("h2", title, "panel-title"), "panel-head")
    return tag("section", [head, tag("div", list(inside), "panel-body")], "panel card")
