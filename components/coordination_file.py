"""The form of a plan: whom, what, when, how many, on what grounds; beside each item what the list says of it."""

from datetime import date, timedelta

from dash.development.base_component import Component

from components.coordination_words import Desk, act_form
from components.fields import area, choice, entry, field, void
from components.listing import listing_card
from components.markup import Safe, tag
from data.commands.coordination_plans import BASIS, WORDS
from data.commands.coordination_screens import ITEM, SUBJECT
from data.language import gettext as _
from data.queries.coordination_subjects import Called

FOUND = 60  # subjects that are offered at once
ENTRIES = {"free": "", "leave": "须特批", "no": "不予受理"}


def file_card(desk: Desk, agencies: list[tuple[str, str]], found: list[Called], trades: dict[str, str]) -> Component:
    kind, text = desk.kind, desk.chosen.get("find", "")
    word = _(kind.subject.word)
    box = entry(
        "find",
        "search",
        text,
        maxlength="48",
        placeholder=_("名称或编号"),
        aria_label=_("查找{word}").format(word=word),
    )
    finding = tag("form", [box, tag("button", _("查找"), "button", type="submit")], "coord-find", data_listing_find="1")
    whom = [_subject(one, trades) for one in found] or [tag("p", _("没有找到，请换个名称或区划"), "quiet")]
    boxes = tag("div", whom, "coord-whom")
    told = tag("p", _("先查找，再勾选；在上方选区划可缩小范围"), "quiet")
    legend = tag("legend", _("选择{word}").format(word=word), "field-label")
    fields = [
        tag("fieldset", [legend, told, boxes], "field coord-subjects"),
        tag("div", _fields(desk, agencies), "coord-fields"),
    ]
    form = act_form(kind, "file_plan", _("提交申报"), fields)
    return listing_card(_("申报计划"), [finding, form], extra="coord-file")


def _subject(one: Called, trades: dict[str, str]) -> Safe:
    box = void("input", type="checkbox", name=f"{SUBJECT}{one.subject}", value="1", data_pick="1")
    trade = tag("small", trades.get(one.trade, one.trade))
    return tag("label", [box, tag("span", one.name), trade], "coord-box")


def _fields(desk: Desk, agencies: list[tuple[str, str]]) -> list[Safe]:
    kind, today = desk.kind, date.fromordinal(desk.today)
    first, last = (f"{today + timedelta(days=n):%Y-%m-%d}" for n in (3, 10))
    options = agencies if len(agencies) == 1 else [("", _("请选择")), *agencies]
    items = [_item(code, desk) for code in kind.items]
    legend = tag("legend", _("事项"), "field-label")
    needs = {name: {"required": ""} for name in kind.required}
    return [
        field("agency", _("部门"), choice("agency", options, required="")),
        tag("fieldset", [legend, tag("div", items, "coord-whom coord-items-box")], "field"),
        field("first", _("最早日期"), entry("first", "date", first, min=f"{today:%Y-%m-%d}", required="")),
        field("last", _("最晚日期"), entry("last", "date", last, min=f"{today:%Y-%m-%d}", required="")),
        field(
            "people",
            _("人数（至多 {n} 人）").format(n=kind.people),
            entry("people", "number", "2", min="1", max=str(kind.people)),
        ),
        field("basis", _("法律依据"), entry("basis", maxlength=str(BASIS), **needs.get("basis", {}))),
        field("words", _("内容"), area("words", rows=3, maxlength=str(WORDS), **needs.get("words", {}))),
        field("why", _("特批理由"), area("why", rows=2, maxlength=str(WORDS)), hint=_rules(desk)),
    ]


def _item(code: str, desk: Desk) -> Safe:
    one = desk.kind.items[code]
    off = {"disabled": ""} if one.entry == "no" else {}
    box = void("input", type="checkbox", name=f"{ITEM}{code}", value="1", data_pick="1", **off)
    mark = [tag("small", _(ENTRIES[one.entry]))] if one.entry != "free" else []
    mark += [tag("small", _("可线上"))] if one.online else []
    return tag(
        "label",
        [box, tag("span", _(one.name)), *mark],
        "coord-box off" if off else "coord-box",
        title=_(one.why) if one.why else "",
    )


def _rules(desk: Desk) -> str:
    """What its kind declares, in a sentence each."""
    kind, told = desk.kind, [_("清单外事项须写明理由，由协同中心特批")]
    if kind.frequency:
        told.append(_("同一部门每月至多 {n} 次").format(n=kind.frequency.most))
    told += [
        _("{since} 至 {until} 不上门：{why}").format(since=one.since, until=one.until, why=_(one.why))
        for one in kind.closed
    ]
    return "；".join(told)
