"""归口对照: what the data call each department and which agency that is; one opened is changed, with its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import choice, entry, field, link, void
from components.listing import listing_card
from components.marks import chip
from components.markup import Safe, tag
from components.numbers import number
from components.table_tools import tooled
from data.commands.office_names import LONGEST
from data.language import gettext as _
from data.queries.office_names import OfficeName
from data.words import ROLES

HOW = {"chosen": "人工对照", "laid": "随城市装入", "same": "名称相同", "none": "未对照"}
USES = {"indicators": "指标 {n} 项", "chains": "产业链 {n} 条", "policies": "政策 {n} 项"}
HEADS = ("数据中的名称", "用在哪里", "归口单位", "依据")
Row = dict[str, Any]


def names_side(names: Sequence[OfficeName]) -> Component:
    lost = sum(not one.agency for one in names)
    total = tag("p", [tag("b", number(len(names)), "n"), _("个部门名称")], "kept-total")
    told = _("{n} 个还没有归口单位").format(n=lost) if lost else _("都有归口单位")
    about = _("指标、产业链和政策按名称说明由谁负责；对照到单位后，问题数据退给它，它的账号可以修改这些定义")
    return listing_card(_("归口对照"), [total, tag("p", told), tag("p", about, "quiet")])


def names_card(names: Sequence[OfficeName]) -> Component:
    table = tooled(
        "office-names", _("归口对照"), [_(words) for words in HEADS], [_row(one) for one in names], "carded sort-chips"
    )
    none = [] if names else [tag("p", _("数据中还没有部门名称"), "quiet")]
    return listing_card(_("归口对照"), [table, *none])


def _row(one: OfficeName) -> Safe:
    owner = _owner(one) if one.owner else tag("span", _("归口不明"), "mark mark-late")
    values = (link(one.name, f"?tab=names&called={one.name}", "list-link"), _uses(one), owner, _(HOW[one.how]))
    cells = [tag("td", inside, data_label=_(words)) for words, inside in zip(HEADS, values, strict=True)]
    return tag("tr", cells, data_office_name=one.name)


def _owner(one: OfficeName) -> list[Any]:
    """Agencies that a demo made up are marked."""
    return [one.owner, *([" ", chip(one.provenance)] if one.provenance == "simulated" else [])]


def _uses(one: OfficeName) -> str:
    return "、".join(_(USES[what]).format(n=number(n)) for what, n in one.uses.items()) or "—"


def name_card(
    one: OfficeName, steps: Sequence[Row], offices: Sequence[tuple[str, str]], why: str, now: datetime
) -> Component:
    """`why`: it may not be changed by who asks; "" where it may."""
    close = link(_("关闭"), "?called=", "button small")
    form = tag("p", why, "quiet") if why else _form(one, offices)
    history = tag("ol", [_step(step, now) for step in steps], "list-steps")
    told = history if steps else tag("p", _(HOW[one.how]), "quiet")
    facts = ((_("归口单位"), _owner(one) if one.owner else _("归口不明")), (_("用在哪里"), _uses(one)))
    told_of = tag("dl", [tag("div", [tag("dt", words), tag("dd", value)]) for words, value in facts], "list-facts")
    left = tag("div", [told_of, form], "list-left")
    inside = tag("div", [left, tag("div", [tag("h3", _("过程")), told], "list-right")], "list-one")
    return listing_card(one.name, [inside], [close], "list-card")


def _form(one: OfficeName, offices: Sequence[tuple[str, str]]) -> Safe:
    hidden = {"act": "name", "name": one.name, "seen": str(one.seq)}
    given = [
        *(void("input", type="hidden", name=name, value=value) for name, value in hidden.items()),
        field("agency", _("归口单位"), choice("agency", [("", _("归口不明")), *offices], one.agency)),
        field("words", _("理由"), entry("words", maxlength=str(LONGEST), required="")),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("保存对照"), "button primary", type="submit"), "act-send"),
    ]
    return tag("form", given, "act-form", data_listing_move="return")


def _step(one: Row, now: datetime) -> Safe:
    head = [tag("b", one["owner"] or one["agency"] or _("归口不明")), tag("span", moment(one["at"], now), "n")]
    who = " · ".join(filter(None, (one["actor"], _(ROLES[one["role"]]) if one["role"] in ROLES else "")))
    return tag("li", [tag("div", head, "list-step-head"), tag("p", _(one["reason"])), tag("small", who)])
