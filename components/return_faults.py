"""What is wrong with the data now: each with whose it is, where it is mended, and a form that returns those picked."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.event_words import moment
from components.fields import area, choice, entry, field, link, void
from components.list_words import day
from components.listing import listing_card, picked
from components.marks import as_of_text, chip
from components.markup import Safe, tag
from components.numbers import number
from components.return_words import kind_mark, lot_way, sort_head
from data.commands.return_screens import PICK
from data.commands.returns import FARTHEST, LONGEST, TERM
from data.language import gettext as _
from data.queries.fault_list import NOBODY, asked_faults
from data.queries.faults import Fault
from data.queries.regions import Region
from data.return_words import FAULT_KINDS
from data.times import day_number

MOST = 200
HEADS = {"": "", "kind": "种类", "name": "问题", "n": "涉及", "place": "位置", "owner": "归口单位", "since": "时间"}


def fault_filters(
    found: Sequence[Fault], chosen: dict[str, str], here: Region, now: datetime, provenance: str
) -> Component:
    kinds, owners = Counter(one.kind for one in found), Counter((one.agency or NOBODY, one.owner) for one in found)
    ways = [
        picked("fault_kind", name, _(word), kinds[name], chosen.get("fault_kind") == name)
        for name, word in FAULT_KINDS.items()
    ]
    whose = [
        picked("fault_owner", code, name or _("归口不明"), n, chosen.get("fault_owner") == code)
        for (code, name), n in owners.most_common(12)
    ]
    total = tag("p", [tag("b", number(len(found)), "n"), _("项问题")], "kept-total")
    inside = [total, tag("div", ways, "kept-filters"), tag("h3", _("归口单位")), tag("div", whose, "kept-filters")]
    return listing_card(here.name, inside, [chip(provenance), tag("span", as_of_text(now, now), "n as-of")])


def faults_card(
    found: Sequence[Fault],
    chosen: dict[str, str],
    here: Region,
    offices: Sequence[tuple[str, str]],
    now: datetime,
    files: Sequence[Any],
    *,
    sends: bool,
) -> Component:
    some = asked_faults(found, chosen)
    now_by = chosen.get("fault_by", "")
    heads = [
        tag("th", sort_head("fault_by", now_by, key, _(word)) if word else "", "num" if key == "n" else f"fault-{key}")
        for key, word in HEADS.items()
    ]
    body = [_row(one, now, picks=sends and not one.sent) for one in some[:MOST]]
    table = tag(
        "div",
        tag("table", [tag("thead", tag("tr", heads)), tag("tbody", body)], "ledger lists sort-chips"),
        "ledger-box",
    )
    none = [] if body else [tag("p", _("没有发现问题数据"), "quiet")]
    more = _("共 {n} 项").format(n=number(len(some)))
    if len(some) > MOST:
        more = _("共 {n} 项，只列前 {most} 项，导出为全部").format(n=number(len(some)), most=MOST)
    meta = [tag("span", more, "quiet"), *files]
    if not sends or not body:
        return listing_card(_("问题数据"), [table, *none], meta)
    form = tag("form", [_send(some, here, offices, now), table], "act-form return-form", data_listing_move="return")
    return listing_card(_("问题数据"), [form], meta)


def _row(one: Fault, now: datetime, *, picks: bool) -> Safe:
    label = _("选取 {name}").format(name=one.name)
    box = void("input", type="checkbox", name=f"{PICK}{one.key}", value="1", data_pick="1", aria_label=label)
    state = [tag("small", [_("已退回"), " ", lot_way(one.sent, one.sent)])] if one.sent else []
    cells = [
        ("", "fault-", box if picks else ""),
        (_("种类"), "", kind_mark(one.kind)),
        (_("问题"), "two list-title", [link(one.name, one.way, "list-link"), tag("small", one.told), *state]),
        (_("涉及"), "n num", _("{n} 条").format(n=number(one.n))),
        (_("位置"), "", one.place),
        (_("归口单位"), "", one.owner or tag("span", _("归口不明"), "mark mark-late")),
        (_("时间"), "n", moment(one.since, now)),
    ]
    return tag("tr", [tag("td", inside, look, data_label=name) for name, look, inside in cells], data_fault=one.key)


def _send(some: Sequence[Fault], here: Region, offices: Sequence[tuple[str, str]], now: datetime) -> Safe:
    """Whose they are is offered where all that are listed are of one."""
    whose = {one.agency for one in some if not one.sent}
    only = whose.pop() if len(whose) == 1 else ""
    today = day_number(now)
    hidden = [void("input", type="hidden", name=name, value=value) for name, value in _given(here).items()]
    bounds = {"min": day(today), "max": f"{date.fromordinal(today + FARTHEST):%Y-%m-%d}", "required": ""}
    units = choice("agency", [("", _("请选择")), *offices], only, required="")
    every = tag("label", [void("input", type="checkbox", data_pick_all="1"), tag("span", _("全选"))], "return-all")
    button = tag("button", _("退回勾选的问题"), "button primary", type="submit")
    inside = [
        *hidden,
        field("agency", _("退回给"), units),
        field("due", _("整改期限"), entry("due", "date", day(today + TERM), **bounds)),
        field("words", _("退回理由"), area("words", rows=1, maxlength=str(LONGEST), required="")),
        tag("div", [every, button], "act-send"),
        tag("p", None, "act-say", role="alert"),
    ]
    return tag("div", inside, "return-send")


def _given(here: Region) -> dict[str, str]:
    return {"act": "send", "region": here.code}


def file_ways(name: str, query: str) -> list[Component]:
    return [
        html.A(
            kind.upper(), href=f"/api/v1/returns/{name}.{kind}{'?' if query else ''}{query}", className="button small"
        )
        for kind in ("csv", "xlsx")
    ]
