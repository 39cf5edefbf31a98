"""视频 "/videos": a tree of the feeds by region and kind, and a wall of 1, 4 or 9 pictures that the address keeps."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from dash.development.base_component import Component

from components.fields import entry, link
from components.listing import listing, listing_card, picked
from components.markup import Safe, markup, tag
from components.numbers import NONE, number, percent
from components.sight_part import sight_part
from components.titlebar import breadcrumb, search
from components.video_cell import cell, state_mark
from data.acting import looking
from data.control_words import VIDEO_STATES
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.regions import region_of
from data.queries.sight import Seen, cameras_on
from data.queries.spots import Spot, spot_of
from data.queries.video_wall import LISTED, OTHER, Wanted, below, chosen, listed, sums_of
from data.video_hosts import hosts_of
from data.view import View
from data.words import CAMERA_KINDS

SIZES = (1, 4, 9)
USUAL = 4
LONGEST = 48
OTHERS = {OTHER: "其他来源"}
KINDS = CAMERA_KINDS | OTHERS
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """What the address says: how many pictures, which feeds in which order, what is listed beside them."""

    size: int
    on: tuple[str, ...]
    wanted: Wanted

    @classmethod
    def of(cls, given: dict[str, str]) -> "Arranged":
        size = given.get("wall", "")
        n = int(size) if size in {str(one) for one in SIZES} else USUAL
        codes = dict.fromkeys(code[:LONGEST] for code in given.get("on", "").split(",") if code)
        kind, state = given.get("kind", ""), given.get("feed", "")
        wanted = Wanted(
            kind=kind if kind in KINDS else "",
            state=state if state in VIDEO_STATES else "",
            text=given.get("text", "").strip().replace("\0", "")[:LONGEST],
        )
        return cls(size=n, on=tuple(codes)[-n:], wanted=wanted)

    def with_(self, code: str) -> str:
        """The way to have it on the wall too; the first gives way where there is no room."""
        return self._way((*self.on, code)[-self.size :])

    def without(self, code: str) -> str:
        return self._way(tuple(one for one in self.on if one != code))

    def earlier(self, code: str) -> str:
        at = self.on.index(code)
        order = list(self.on)
        order[at - 1], order[at] = order[at], order[at - 1]
        return self._way(tuple(order))

    @staticmethod
    def _way(codes: tuple[str, ...]) -> str:
        return f"?on={quote(','.join(codes), safe=',')}"


def videos_page(house: House, view: View, refused: tuple[str, ...], given: dict[str, str]) -> Component:
    with speaking(view.lang):
        parts = videos_drawn(house, view, given)
        return listing(house, view, refused, "videos", "/videos", _("视频"), parts, breadcrumb(), search())


def videos_drawn(house: House, view: View, given: dict[str, str], _role: str = "", _n: int = 1) -> dict[str, str]:
    """{part: HTML}; given: wall (1, 4, 9), on (codes of feeds), kind, feed (a state), text, spot."""
    scope, now, hosts = looking(house), house.clock.now(), hosts_of(house.settings.video_hosts)
    one, asked = Arranged.of(given), given.get("spot", "").strip().replace("\0", "")[:LONGEST]
    with house.engine.connect() as connection:
        here = region_of(connection, view.region, scope)
        sums, down = sums_of(connection, scope, here), below(connection, scope, here)
        rows = listed(connection, scope, here, one.wanted, hosts)
        shown = chosen(connection, scope, one.on, hosts)
        spot = spot_of(connection, scope, asked) if asked else None
        seen = cameras_on(connection, scope, spot.lon, spot.lat) if spot else None
    one = replace(one, on=tuple(row["code"] for row in shown))  # what cannot be seen is not kept
    counts, sees = _counts(here.name, sums, one), _seen(asked, spot, seen)
    drawn: dict[str, Any] = {
        "side": [*((sees, counts) if asked else (counts, sees)), _regions(down)],
        "wall": _wall(one, shown, rows, now),
        "rows": _list(one, rows),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _counts(place: str, sums: list[Row], one: Arranged) -> Component:
    states, kinds = Counter[str](), Counter[str]()
    for row in sums:
        states[row["state"]] += row["n"]
        kinds[row["kind"]] += row["n"]
    asked = states["online"] + states["offline"]
    rate = percent(100 * states["online"] / asked) if asked else NONE
    told = _("在线率 {rate}（已检查 {n} 路）").format(rate=rate, n=number(asked))
    total = tag("p", [tag("b", number(sum(states.values())), "n"), _("路")], "kept-total")
    by_state = [
        picked("feed", name, _(word), states[name], name == one.wanted.state) for name, word in VIDEO_STATES.items()
    ]
    by_kind = [
        picked("kind", name, _(word), kinds[name], name == one.wanted.kind)
        for name, word in KINDS.items()
        if kinds[name] or name == one.wanted.kind
    ]
    inside = [total, tag("p", told, "quiet"), tag("div", by_state, "kept-filters")]
    return listing_card(place, [*inside, tag("h3", _("种类")), tag("div", by_kind, "kept-filters")])


def _seen(asked: str, spot: Spot | None, seen: Seen | None) -> Component:
    """Which cameras see what is called so."""
    hint = _("台账编号、全名，测站编号，或经度,纬度")
    box = entry("spot", "search", asked, maxlength=str(LONGEST), placeholder=hint, aria_label=hint)
    send = tag("button", _("查找"), "button small", type="submit")
    inside: list[Any] = [tag("form", [box, send], "video-seek", data_listing_find="1")]
    if asked and spot is None:
        inside.append(tag("p", _("没有找到这个编号、名称或地点"), "quiet", role="status"))
    elif spot is not None:
        inside.append(link(spot.name, spot.way, "spot-name", data_carry="view") if spot.way else tag("b", spot.name))
        inside += sight_part(seen)
        about = f"/risk?area=circle:{spot.lon:.6f},{spot.lat:.6f},0.5"
        inside.append(link(_("在地图上看"), about, "button small", data_carry="view"))
    return listing_card(_("谁看得到"), inside)


def _regions(down: list[Row]) -> Component:
    """The regions below, each a way down."""
    rows = [
        link([tag("span", row["name"]), tag("b", number(row["n"]), "n")], f"?region={row['code']}", "kept-filter")
        for row in down
    ]
    return listing_card(_("区域"), [tag("div", rows, "kept-filters") if rows else tag("p", NONE, "quiet")])


def _wall(one: Arranged, shown: list[Row], rows: list[Row], now: datetime) -> Component:
    """What the address names; else the first of the list, which nobody has put up."""
    kept = bool(shown)
    cells = [cell(row, now, _moves(one, row["code"]) if kept else []) for row in (shown or rows)[: one.size]]
    free = [tag("div", tag("p", _("空位")), "video-cell empty")] * (one.size - len(cells))
    sizes = [
        link(
            _("{n} 画面").format(n=n), f"?wall={'' if n == USUAL else n}", "segment on" if n == one.size else "segment"
        )
        for n in SIZES
    ]
    clear = [link(_("恢复默认"), "?on=", "button small")] if kept else []
    said = _("排列记在地址里，可收藏或转给他人") if kept else _("未选画面，先放列表里的前几路")
    head = [tag("span", said, "quiet"), *clear, tag("nav", sizes, "segments", aria_label=_("画面数"))]
    inside = [tag("div", [*cells, *free], f"video-wall video-wall-{one.size}")]
    return listing_card(_("画面"), inside, head, "video-wall-card")


def _moves(one: Arranged, code: str) -> list[Safe]:
    first = one.on[0] == code
    up = [] if first else [link("←", one.earlier(code), "button small", aria_label=_("前移"), title=_("前移"))]
    return [*up, link("×", one.without(code), "button small", aria_label=_("撤下"), title=_("撤下"))]


def _list(one: Arranged, rows: list[Row]) -> Component:
    hint = _("名称，或编码开头")
    text = entry("text", "search", one.wanted.text, maxlength=str(LONGEST), placeholder=hint, aria_label=hint)
    seek = tag(
        "form", [text, tag("button", _("查找"), "button small", type="submit")], "video-seek", data_video_seek="1"
    )
    none = [] if rows else [tag("p", _("没有符合条件的视频"), "quiet")]
    meta = [tag("span", _("只列前 {n} 路").format(n=LISTED), "quiet")] if len(rows) == LISTED else None
    items = tag("ol", [_item(one, row) for row in rows], "video-items", tabindex="0")
    return listing_card(_("视频列表"), [seek, *none, items], meta)


def _item(one: Arranged, row: Row) -> Safe:
    about = f"{row['place']} · {_(KINDS.get(str(row['kind']), ''))}"
    name = tag("span", [tag("b", row["name"]), tag("small", about)], "two")
    on = row["code"] in one.on
    way = one.without(row["code"]) if on else one.with_(row["code"])
    put = link(_("撤下") if on else _("上墙"), way, "button small on" if on else "button small")
    return tag("li", [name, state_mark(row), put], "on" if on else "")
