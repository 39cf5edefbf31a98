"""The form by which staff report an event: kind, place, words, photos; on a phone one column."""

import json
from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.desk import desk_bar, pulse
from components.event_words import line_text
from components.fields import Options, area, choice, entry, field, void
from components.ids import DRAFT, DRAFT_SEEN, SENT, TAKEN
from components.link import link_down
from components.map_canvas import spot_map
from components.markup import Safe, still, tag
from components.photo_field import pick, said, words
from components.seat import doer, looks_on
from components.wall import notice
from data.accounts.seat import seated
from data.acting import looking, may_act
from data.commands.screens import SOURCE_OF
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.photos import AT_MOST
from data.queries.agencies import category_tree
from data.queries.lines_in import lines_of
from data.queries.regions import region_of
from data.queries.visit_list import finding
from data.view import View
from data.words import CATEGORIES, REGISTERS, ROLES

LONGEST = 1_000  # characters of a text to begin with
REPORTERS = ("grid_staff", *(role for role in SOURCE_OF if role != "grid_staff"))


def report_page(house: House, view: View, refused: tuple[str, ...], given: Mapping[str, str]) -> Component:
    """`given`: `visit` of a steward whose finding is reported, or `spot` (lon,lat) and `text` to begin with."""
    with speaking(view.lang), house.engine.connect() as connection:
        here = region_of(connection, view.region, looking(house))
        bar = desk_bar(house, view, "/report", _("事件上报"))
        lines = [(code, line_text(one)) for code, one in lines_of(connection).items()]
        told = {"tree": _tree(category_tree(connection)), "words": _words(), "lang": view.lang, "most": AT_MOST}
        visit, spot = given.get("visit", ""), place_in(given.get("spot", ""))
        found = finding(connection, visit, looking(house)) if visit else None
        told |= {"visit": found} if found else {}
        told |= {"spot": spot | {"text": given.get("text", "")[:LONGEST]}} if spot else {}
        form = [
            still([_kind(), _words_of_it(lines)], className="report-what"),
            html.Div([still(_place()), _map(found["region"] if found else here.code, spot)], className="report-where"),
            still([_photos(), _repeats(), _send(may_act(house)), _done()], className="report-rest"),
        ]
        return html.Div(
            [
                still([bar, link_down(), *notice(view, refused)]),
                html.Main(form, className="report-body", **{"data-report": json.dumps(told, ensure_ascii=False)}),
                *pulse(view),
                *stores(),
            ],
            className="page report-page",
            **{"data-live": "report", "data-testid": "report-page"},
        )


def stores() -> list[Component]:
    """What its callbacks speak through."""
    return [dcc.Store(id=one) for one in (DRAFT, DRAFT_SEEN, SENT, TAKEN)]


def _tree(rows: list[dict[str, Any]]) -> list[list[str]]:
    """[code, parent, name] of every category; of the first level in the language of the screen."""
    known = [[row["code"], row["parent"] or "", _name(row)] for row in rows]
    return known or [[code, "", _(name)] for code, name in CATEGORIES.items()]


def _name(row: dict[str, Any]) -> str:
    return _(CATEGORIES[row["code"]]) if row["code"] in CATEGORIES else str(row["name"])


def _words() -> dict[str, str]:
    """What the scripts of the form may say."""
    return {
        "choose": _("请选择"),
        "whole": _("（不细分）"),
        **words(),
        "sending": _("正在上报"),
        "none": _("没有找到"),
        **{layer: _(word) for layer, word in REGISTERS.items()},
    }


def _section(title: str, *inside: Any, extra: str = "") -> Component:
    head = html.Header(html.H2(title, className="panel-title"), className="panel-head")
    return html.Section([head, html.Div(list(inside), className="panel-body")], className=f"panel card {extra}".strip())


def _kind() -> Component:
    levels = [
        field(f"kind{n}", label, choice(f"kind{n}", [], data_kind=str(n)), extra="" if n == 1 else "finer")
        for n, label in enumerate((_("大类"), _("小类"), _("细类")), 1)
    ]
    say = tag("span", None, "field-say", role="alert", data_say="category")
    return _section(_("类别"), tag("div", levels, "kinds"), say)


def _words_of_it(lines: Options) -> Component:
    text = field("text", _("情况"), area("text", rows=4, maxlength="20000", placeholder=_("何处、何事、多大影响")))
    title = field("title", _("标题"), entry("title", maxlength="96"), hint=_("不填则取情况的第一句"))
    line = [field("line", _("来件线路"), choice("line", [("", _("未注明")), *lines]))] if lines else []
    return _section(_("情况"), text, title, *line)


def _place() -> list[Safe]:
    seek = entry(
        "seek", "search", autocomplete="off", placeholder=_("找区划，或台账里的地点"), aria_controls="seek-hits"
    )
    hits = tag("div", None, "seek-hits", id="seek-hits", role="listbox")
    found = tag("p", _("在地图上点选位置"), "place-found", role="status")
    point = [
        field("lon", _("经度"), entry("lon", "text", inputmode="decimal", autocomplete="off")),
        field("lat", _("纬度"), entry("lat", "text", inputmode="decimal", autocomplete="off")),
    ]
    words = field("place", _("地址"), entry("place", maxlength="64", placeholder=_("如某某路 12 号门前")))
    say = tag("span", None, "field-say", role="alert", data_say="point")
    title = tag("h2", _("位置"), "panel-title")
    inside = [
        tag("div", [field("seek", _("区划或地点"), seek), hits], "seek"),
        words,
        tag("div", point, "point"),
        found,
        say,
    ]
    return [tag("header", title, "panel-head"), tag("div", inside, "panel-body")]


def place_in(told: str) -> dict[str, float]:
    """`lon,lat` of an address; {} for what is no place."""
    try:
        lon, lat = (float(one) for one in told.split(","))
    except ValueError:
        return {}
    return {"lon": lon, "lat": lat} if abs(lon) <= 180 and abs(lat) <= 90 else {}


def _map(code: str, spot: Mapping[str, float]) -> Component:
    note = html.Small(_("区划界为示意 · 非法定界线"), className="spot-note")
    about = {"around": [code], **spot}
    return html.Div([spot_map(), note], className="spot-card", **{"data-spot": json.dumps(about)})


def _photos() -> Component:
    hint = _("最多 {n} 张，每张不超过 10 MB；位置等信息在保存前删除").format(n=AT_MOST)
    buttons = [
        tag("button", _("采用"), "button small", type="button", data_adopt="1"),
        tag("button", _("不用"), "button small", type="button", data_adopt="0"),
    ]
    offer = tag("p", [tag("span", _("照片带有位置，是否采用？")), *buttons], "photo-place", hidden="")
    return _section(_("照片"), *pick("report-photos", hint, name="photos"), offer, said())


def _repeats() -> Component:
    return html.Div(_section(_("可能重复"), html.Div(className="repeats")), className="report-like", hidden=True)


def _send(may: bool) -> Component:
    if not may:
        return _section(_("上报"), looks_on())
    say = tag("p", None, "act-say", role="alert", data_say="form")
    send = tag("button", _("上报"), "button primary", type="button", data_send="")
    way = tag(
        "label",
        [void("input", type="checkbox", name="direct", value="1"), tag("span", None, "way-why")],
        "way",
        hidden="",
    )
    if one := seated():
        return _section(_("上报"), doer(one), way, send, say)
    role = field("role", _("上报角色"), choice("role", [(one, _(ROLES[one])) for one in REPORTERS], REPORTERS[0]))
    number = field("number", _("编号"), entry("number", "number", "1", min="1", max="999"))
    return _section(_("上报"), tag("div", [role, number], "who"), way, send, say)


def _done() -> Component:
    way = html.A(_("查看事件"), href="/events", className="button primary done-way", **{"data-carry": "view"})
    more = html.A(_("再报一件"), href="/report", className="button", **{"data-carry": "view"})
    said = html.P([_("已上报"), " ", html.B(className="n done-code")], className="done-said")
    return html.Section(
        [said, html.Div([way, more], className="act-send")], className="panel card report-done", hidden=True
    )
