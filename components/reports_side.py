"""Beside a report: its files, its issues, when they are made, with whom it is shared, and who saved which version."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import choice, entry, field, link, void
from components.listing import listing_card
from components.markup import Safe, tag
from data.commands.report_screens import SENT
from data.language import gettext as _
from data.queries.regions import Region
from data.report_words import REPORT_EVERY, REPORT_READERS, WEEKDAYS
from data.timing import Timing
from data.words import ROLES

Row = dict[str, Any]


def act_form(act: str, code: str, words: str, ask: str = "", look: str = "small", **more: str) -> Safe:
    """A button that does one thing; `ask` is asked before."""
    hidden = [_hidden(name, value) for name, value in ({"act": act, "code": code} | more).items()]
    asked = {"data_report_ask": ask} if ask else {}
    button = tag("button", words, f"button {look}".strip(), type="submit")
    say = tag("span", None, "act-say", role="alert")
    return tag("form", [*hidden, button, say], "report-act", data_listing_move="report", **asked)


def when_words(timing: Timing) -> str:
    """Every when, in words; — for never."""
    if not timing.every:
        return "—"
    clock = f"{timing.minute // 60:02d}:{timing.minute % 60:02d}"
    day = {"week": _(WEEKDAYS[(timing.day - 1) % 7]), "month": _("每月{n}日").format(n=timing.day)}
    words = f"{day.get(timing.every) or _(REPORT_EVERY[timing.every])} {clock}"
    return f"{words} · {_('工作日')}" if timing.working else words


def issues_card(row: Row, issues: list[Row], now: datetime, shown: int, *, acts: bool) -> Component:
    items = [_issue(row["code"], one, now, shown) for one in issues]
    none = [] if items else [tag("p", _("还没有出过期"), "quiet")]
    there = f"/reports/{row['code']}"
    live = [link(_("看实时"), there, "button small", data_carry="archive")] if shown else []
    make = [_issue_now(row["code"])] if acts else []
    inside = [tag("div", [*live, *make], "report-steps"), tag("ul", items, "report-issues"), *none]
    due = [tag("p", _("下一期 {at}").format(at=moment(row["next_at"], now)), "quiet n")] if row["next_at"] else []
    return listing_card(_("各期"), [*due, *inside])


def _issue_now(code: str) -> Safe:
    button = tag("button", _("现在出一期"), "button small", type="submit")
    say = tag("span", None, "act-say", role="alert")
    return tag("form", [_hidden("code", code), button, say], "report-act", data_listing_move="report_issue")


def _issue(code: str, one: Row, now: datetime, shown: int) -> Safe:
    words = _("第 {n} 期").format(n=one["n"])
    late = (one["as_of"] - one["due_at"]).total_seconds() > 600
    when = [tag("small", _("数据截至 {at}").format(at=moment(one["as_of"], now)), "n")]
    when += [tag("small", _("应于 {at}，补做").format(at=moment(one["due_at"], now)), "n")] if late else []
    if one["fault"]:
        return tag("li", [tag("b", words), *when, tag("small", one["fault"], "report-fault")], "failed")
    if not one["open"]:
        return tag("li", [tag("span", words), *when, tag("small", _("超出您可看的范围"))])
    on = {"aria_current": "true"} if one["n"] == shown else {}
    return tag(
        "li",
        [link(words, f"/reports/{code}?issue={one['n']}", "list-link", data_carry="archive", **on), *when],
        "on" if on else "",
    )


def time_card(row: Row) -> Component:
    """Every day, week or month at a time, and who is told."""
    timing: Timing = row["timing"]
    clock = f"{timing.minute // 60:02d}:{timing.minute % 60:02d}"
    terms = [(one, _(word)) for one, word in REPORT_EVERY.items()]
    days = [(str(n), _(word)) for n, word in enumerate(WEEKDAYS, 1)]
    dates = [(str(n), _("{n}日").format(n=n)) for n in range(1, 32)]
    working = _tick("working", _("遇非工作日顺延（每天的只在工作日）"), on=timing.working)
    roles = [_tick(f"{SENT}{role}", _(ROLES[role]), on=role in row["sent"]) for role in REPORT_READERS]
    inside = [
        _hidden("act", "time"),
        _hidden("code", row["code"]),
        field("every", _("周期"), choice("every", terms, timing.every)),
        field("weekday", _("每周的"), choice("weekday", days, str(timing.day)), extra="only-week"),
        field("monthday", _("每月的"), choice("monthday", dates, str(timing.day)), extra="only-month"),
        field("clock", _("时刻"), entry("clock", "time", clock, required="")),
        working,
        tag("fieldset", [tag("legend", _("发给"), "field-label"), tag("div", roles, "report-ticks")], "field"),
        tag("p", _("发给的角色在“自助报告”页收到链接；接入邮件的同时发邮件。要先共享给他们。"), "quiet"),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("保存定时"), "button primary", type="submit"), "act-send"),
    ]
    form = tag("form", inside, "act-form", data_listing_move="report", data_report_every=timing.every)
    return _folded(_("定时"), when_words(timing), _("设定时"), form)


def share_card(row: Row, departments: list[Row], places: list[Region]) -> Component:
    """With a role, a department, the people of a region; to read or to change."""
    items = [_share(row, one) for one in row["shares"]]
    roles = [("", _("不限角色")), *((one, _(ROLES[one])) for one in REPORT_READERS)]
    units = [("", _("不限单位")), *((one["code"], one["name"]) for one in departments)]
    inside = [
        _hidden("act", "share"),
        _hidden("code", row["code"]),
        field("role", _("角色"), choice("role", roles)),
        field("agency", _("单位"), choice("agency", units)),
        field("region", _("区划"), choice("region", [(one.code, one.name) for one in places])),
        _tick("edits", _("可修改版面"), on=False),
        tag("p", _("版面和文字给他们看；数字始终按看的人自己的范围。"), "quiet"),
        tag("p", None, "act-say", role="alert"),
        tag("div", tag("button", _("共享"), "button primary", type="submit"), "act-send"),
    ]
    form = tag("form", inside, "act-form", data_listing_move="report")
    none = [] if items else [tag("p", _("只有本人可见"), "quiet")]
    opened = tag("details", [tag("summary", _("共享给…"), "button small"), form], "act")
    return listing_card(_("共享"), [tag("ul", items, "report-shares"), *none, opened])


def _share(row: Row, one: Row) -> Safe:
    who = " · ".join(
        word for word in (_(ROLES[one["role"]]) if one["role"] else "", one["department"] or "", one["place"]) if word
    )
    how = tag("small", _("可修改") if one["edits"] else _("可查看"))
    return tag("li", [tag("span", who), how, act_form("unshare", row["code"], _("收回"), share=str(one["id"]))])


def history_card(row: Row, versions: list[Row], now: datetime, *, changes: bool) -> Component:
    items = []
    for one in versions:
        words = _("第 {n} 版").format(n=one["seq"])
        told = " · ".join(word for word in (_(one["who_name"]), one["note"]) if word)
        back = [act_form("restore", row["code"], _("恢复"), seq=str(one["seq"]))]
        own = back if changes and one["seq"] != row["seq"] else []
        items.append(tag("li", [tag("b", words), tag("small", moment(one["at"], now), "n"), tag("small", told), *own]))
    return listing_card(_("历史"), tag("ol", items, "report-versions"))


def _folded(title: str, said: str, words: str, form: Safe) -> Component:
    opened = tag("details", [tag("summary", words, "button small"), form], "act")
    return listing_card(title, [tag("p", said), opened])


def _tick(name: str, words: str, *, on: bool) -> Safe:
    checked = {"checked": ""} if on else {}
    return tag("label", [void("input", type="checkbox", name=name, value="1", **checked), tag("span", words)], "tick")


def _hidden(name: str, value: str) -> Safe:
    return void("input", type="hidden", name=name, value=value)
