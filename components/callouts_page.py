"""联络 "/callouts": calls, notices to many and broadcasts, with how many were reached; and a form for one more."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.callout_card import callout_card, progress
from components.callout_form import callout_form
from components.event_forms import who
from components.event_words import actor_text, moment
from components.fields import link
from components.listing import listing, listing_card, picked
from components.many_form import said
from components.markup import Safe, markup, tag
from components.numbers import number
from components.seat import looks_on
from components.table_tools import stamp, tooled
from components.titlebar import breadcrumb, search
from data.acting import PLAYED, acting, looking, may_act, playing
from data.callout_words import CALLERS, CALLOUT_KINDS, REACHES, WAYS
from data.errors import CockpitError, UnknownThing
from data.house import House
from data.language import gettext as _
from data.language import speaking
from data.queries.callout_targets import groups_of, sizes_of, where_of
from data.queries.callouts import MOST, Found, Row, callout_whole, callouts, key_for, late
from data.view import View

HEADS = ("联络", "内容", "联络对象", "进度", "发起人")
Chosen = dict[str, str]
Orders = tuple[dict[str, str], ...]  # of each cell: what orders it, where its words do not


def callouts_page(house: House, view: View, refused: tuple[str, ...], chosen: Chosen) -> Component:
    with speaking(view.lang):
        parts = callouts_drawn(house, view, chosen)
        return listing(house, view, refused, "callouts", "/callouts", _("联络"), parts, breadcrumb(), search())


def callouts_drawn(house: House, view: View, chosen: Chosen, role: str = PLAYED[0], n: int = 1) -> dict[str, str]:
    """{part: HTML}; chosen: call_kind, call (a code) with reach and after, new (a kind), area, group, on."""
    kind = chosen.get("call_kind", "") if chosen.get("call_kind") in CALLOUT_KINDS else ""
    acts = may_act(house) and view.at is None and playing(role) in CALLERS
    now = house.clock.now()
    with house.engine.connect() as connection:
        found = callouts(connection, looking(house), kind)
    drawn: dict[str, Any] = {
        "side": [_kinds(found, kind), _ways(house, acts, role, n)],
        "form": _form(house, view, chosen, role, n) if acts else None,
        "one": _one(house, chosen, acts, now) if chosen.get("call") else None,
        "rows": _table(found.rows, now),
        "said": said(),
    }
    return {name: markup(inside) for name, inside in drawn.items()}


def _kinds(found: Found, kind: str) -> Component:
    total = tag("p", [tag("b", number(sum(found.kinds.values())), "n"), _("次联络")], "kept-total")
    kinds = [picked("call_kind", one, _(word), found.kinds[one], kind == one) for one, word in CALLOUT_KINDS.items()]
    return listing_card(_("联络"), [total, tag("div", kinds, "kept-filters")])


def _ways(house: House, acts: bool, role: str, n: int) -> Component:
    if not may_act(house):
        return listing_card(_("发起联络"), looks_on())
    ways = [link(_(word), f"?new={one}", "button") for one, word in CALLOUT_KINDS.items()]
    none = tag("p", _("只有值班员和领导可以发起联络"), "quiet")
    return listing_card(_("发起联络"), [who(playing(role), n), tag("div", ways, "callout-ways") if acts else none])


def _form(house: House, view: View, chosen: Chosen, role: str, n: int) -> Any:
    """Of the kind that the address names; what is wrong with its area is said in its place."""
    kind, area = chosen.get("new", ""), chosen.get("area", "")
    if kind not in CALLOUT_KINDS:
        return None
    try:
        actor = acting(house, role, n)
        with house.engine.connect() as connection:
            where = where_of(connection, view.region, area, actor.scope, house.clock.now())
            sizes, key = sizes_of(connection, where, groups_of(kind)), key_for(connection, actor)
    except CockpitError as error:
        back = link(_("改为当前区划"), "?area=", "button small")
        return listing_card(_(CALLOUT_KINDS[kind]), [tag("p", str(error), "area-refused", role="alert"), back])
    ticked = chosen.get("group", "").split(",")
    return callout_form(kind, where, area, sizes, key, ticked=ticked, on=chosen.get("on", ""))


def _one(house: House, chosen: Chosen, acts: bool, now: datetime) -> Any:
    reach = chosen.get("reach", "") if chosen.get("reach") in REACHES else ""
    after = chosen.get("after", "")
    upto = int(after) if after.isascii() and after.isdecimal() and len(after) < 8 else 0
    try:
        with house.engine.connect() as connection:
            row = callout_whole(connection, chosen["call"][:24], looking(house), reach, upto)
    except UnknownThing as error:
        return listing_card(_("联络"), [tag("p", str(error), "quiet"), link(_("返回列表"), "?call=", "button")])
    return callout_card(row, reach, now, acts=acts)


def _table(rows: list[Row], now: datetime) -> Component:
    table = tooled(
        "callouts",
        _("联络记录"),
        [_(name) for name in HEADS],
        [_row(row, now) for row in rows],
        "carded sort-chips callouts",
    )
    none = [] if rows else [tag("p", _("还没有联络记录"), "quiet")]
    meta = [tag("span", _("只列最近 {n} 次").format(n=MOST), "quiet"), tag("span", moment(now, now), "n as-of")]
    return listing_card(_("联络记录"), [table, *none], meta)


def _row(row: Row, now: datetime) -> Safe:
    chip = [" ", tag("span", _("模拟"), "chip chip-simulated")] if row["provenance"] == "simulated" else []
    way = f" · {_(WAYS[row['way']])}" if row["kind"] == "outbound" else ""
    kind = tag("span", f"{_(CALLOUT_KINDS[row['kind']])}{way}", "mark")
    about = [tag("b", row["title"]), tag("small", row["words"])]
    over = [" ", tag("span", _("超期"), "mark mark-over")] if late(row, now) else []
    over += [" ", tag("span", _("已停止"), "mark")] if row["stopped_at"] else []
    told = [tag("b", actor_text(row["actor"])), tag("small", moment(row["at"], now), "n")]
    cells: list[tuple[Any, str]] = [
        ([link(row["code"], f"?call={row['code']}&reach=&after=", "n list-link"), " ", kind, *chip], ""),
        (about, "two callout-words"),
        ([row["region_name"], " ", tag("b", number(row["n"]), "n"), " ", _("个")], ""),
        ([progress(row), *over], ""),
        (told, "two"),
    ]
    far = {"data_order": str(row["reach"].get("reached", 0) / row["n"])} if row["n"] else {}
    orders: Orders = ({}, {}, {"data_order": str(row["n"])}, far, {"data_order": stamp(row["at"])})
    named = zip(HEADS, cells, orders, strict=True)
    listed = [tag("td", inside, how, data_label=_(word), **order) for word, (inside, how), order in named]
    return tag("tr", listed, data_callout=row["code"])
