"""Shares: what was asked for and granted, one of them with its moves and files; what a region gets back of its own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dash.development.base_component import Component

from components.catalogue_flows import FORMS, rows_text
from components.catalogue_resources import folded
from components.event_words import moment
from components.fields import area, choice, entry, field, link, void
from components.list_words import day
from components.listing import listing_card, picked
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from components.table_tools import tooled
from data.catalogue.own import FieldTold
from data.commands.shares import FARTHEST, LONGEST
from data.language import gettext as _
from data.ledgers.fields import CLASSES
from data.share_words import SHARE_STATES, SHARE_STEPS
from data.times import day_number
from data.words import ROLES

Row = dict[str, Any]
TERM = 90  # days that are offered
HEADS = ("编号", "数据资源", "申请单位", "用途", "数据范围", "数据项", "截止日期", "状态", "取用")
LOOK = ("", "", "", "", "", "num", "", "", "num")
TOOLED = "lists sort-chips"
LOOKS = {"asked": "mark mark-late", "granted": "mark mark-stage"}


def share_filters(counts: Mapping[str, int], wanted: str, provenance: str) -> Component:
    ways = [
        picked("share_state", name, _(word), counts.get(name, 0), wanted == name) for name, word in SHARE_STATES.items()
    ]
    total = tag("p", [tag("b", number(sum(counts.values())), "n"), _("个共享申请")], "kept-total")
    told = tag("p", _("在“数据资源”里打开一项，即可申请使用"), "quiet")
    return listing_card(_("共享申请"), [total, tag("div", ways, "kept-filters"), told], [chip(provenance)])


def shares_card(rows: Sequence[Row], names: Mapping[str, str], now: datetime) -> Component:
    heads = (
        _("编号"),
        _("数据资源"),
        _("申请单位"),
        _("用途"),
        _("数据范围"),
        _("数据项"),
        _("截止日期"),
        _("状态"),
        _("取用"),
    )
    body = [_row(row, names) for row in rows]
    table = tooled("shares", _("共享申请"), [(one, look) for one, look in zip(heads, LOOK, strict=True)], body, TOOLED)
    none = [] if body else [tag("p", _("还没有共享申请"), "quiet")]
    return listing_card(_("共享申请"), [table, *none], [tag("span", moment(now, now), "n as-of")])


def _row(row: Row, names: Mapping[str, str]) -> Safe:
    simulated = [" ", chip("simulated")] if row["provenance"] == "simulated" else []
    way = link(tag("span", row["code"], "n"), f"?tab=shares&share={row['code']}", "list-link")
    cells = [
        (_("编号"), "", [way, *simulated]),
        (_("数据资源"), "", names.get(row["resource"], row["resource"])),
        (_("申请单位"), "", row["owner"]),
        (_("用途"), "list-title", row["purpose"]),
        (_("数据范围"), "", row["place"]),
        (_("数据项"), "n num", _("{n} 项").format(n=number(len(row["fields"].split(","))))),
        (_("截止日期"), "n", day(row["until_day"])),
        (_("状态"), "", _state(row["stand"])),
        (_("取用"), "n num", _("{n}次").format(n=number(row["flowed"])) if row["flowed"] else "—"),
    ]
    told = [tag("td", inside, look, data_label=label) for label, look, inside in cells]
    return tag("tr", told, data_share=row["code"])


def _state(stand: str) -> Safe:
    return tag("span", _(SHARE_STATES[stand]), LOOKS.get(stand, "mark"))


def share_card(
    row: Row,
    steps: Sequence[Row],
    fields: Sequence[FieldTold],
    flows: Sequence[Row],
    name: str,
    now: datetime,
    *,
    decides: bool,
    takes: bool,
) -> Component:
    close = link(_("关闭"), "?share=", "button small")
    files = [
        link(kind.upper(), f"/api/v1/shares/{row['code']}.{kind}", "button small", download="")
        for kind in FORMS
        if takes and row["stand"] == "granted"
    ]
    left = [_facts(row), tag("h3", _("数据项")), tag("p", [_field_mark(one) for one in fields])]
    right = [tag("div", _moves(row, fields, now) if decides else "", "acts"), tag("h3", _("过程")), _steps(steps, now)]
    right += [tag("h3", _("取用记录")), _flows(flows, now)]
    inside = tag("div", [tag("div", left, "list-left"), tag("div", right, "list-right")], "list-one")
    return listing_card(f"{row['owner']} · {name}", [inside], [_state(row["stand"]), *files, close], "list-card")


def _facts(row: Row) -> Safe:
    facts = [
        (_("编号"), tag("span", row["code"], "n")),
        (_("申请单位"), row["owner"]),
        (_("用途"), row["purpose"]),
        (_("数据范围"), row["place"]),
        (_("截止日期"), tag("span", day(row["until_day"]), "n")),
        (_("共享条件"), row["terms"] or "—"),
    ]
    return tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts], "list-facts")


def _field_mark(one: FieldTold) -> Safe:
    return tag("span", f"{one.name}（{_(CLASSES[one.shield][0])}）", "list-kind")


def _steps(steps: Sequence[Row], now: datetime) -> Safe:
    told = []
    for one in steps:
        who = " · ".join(filter(None, (one["actor"], _(ROLES[one["role"]]))))
        head = [tag("b", _(SHARE_STEPS[one["what"]])), tag("span", moment(one["at"], now), "n")]
        told.append(tag("li", [tag("div", head, "list-step-head"), tag("p", one["words"]), tag("small", who)]))
    return tag("ol", told, "list-steps")


def _moves(row: Row, fields: Sequence[FieldTold], now: datetime) -> list[Safe]:
    if row["state"] == "asked":
        return [
            _move(row, "grant", [_ticks(fields, every=True), _until(now, row["until_day"])], _("共享条件")),
            _move(row, "refuse", [], _("不同意的理由")),
        ]
    return [_move(row, "revoke", [], _("终止原因"))] if row["state"] == "granted" else []


def _move(row: Row, what: str, given: list[Safe], words: str) -> Safe:
    hidden = {"act": what, "code": row["code"]}
    inside = [void("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    return folded(_(SHARE_STEPS[what]), [*inside, *given, _words("words", words)])


def _words(name: str, label: str) -> Safe:
    return field(name, label, area(name, rows=2, maxlength=str(LONGEST), required=""))


def _until(now: datetime, chosen: int) -> Safe:
    today = day_number(now)
    bounds = {"min": day(today), "max": f"{date.fromordinal(today + FARTHEST):%Y-%m-%d}", "required": ""}
    return field("until", _("截止日期（含当日）"), entry("until", "date", day(max(chosen, today)), **bounds))


def _ticks(fields: Sequence[FieldTold], *, every: bool) -> Safe:
    on = {"checked": "checked"} if every else {}
    boxes = [
        tag(
            "label",
            [
                void("input", type="checkbox", name=f"field {one.code}", value="1", **on),
                tag("span", f"{one.name}（{_(CLASSES[one.shield][0])}）"),
            ],
            "return-all",
        )
        for one in fields
    ]
    legend = tag("legend", _("数据项"), "field-label")
    return tag("fieldset", [legend, tag("div", boxes, "catalogue-ticks")], "field")


def ask_form(
    code: str,
    fields: Sequence[FieldTold],
    offices: Sequence[tuple[str, str]],
    places: Sequence[tuple[str, str]],
    now: datetime,
) -> Safe:
    hidden = {"act": "ask", "resource": code}
    inside = [void("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    inside += [
        field("agency", _("申请单位"), choice("agency", [("", _("请选择")), *offices], required="")),
        field("region", _("数据范围"), choice("region", places)),
        _ticks(fields, every=False),
        _until(now, day_number(now) + TERM),
        _words("purpose", _("用途")),
    ]
    return folded(_("申请使用"), inside)


def _flows(flows: Sequence[Row], now: datetime) -> Safe:
    lines = [
        tag("li", [tag("span", moment(one["at"], now), "n"), tag("b", one["form"].upper()), rows_text(one["n"])])
        for one in flows
    ]
    return tag("ul", lines, "list-supports") if lines else tag("p", _("还没有取用"), "quiet")
