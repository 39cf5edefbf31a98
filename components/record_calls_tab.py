"""智能走访, a tab of "/visits": what changed in a record, who goes there by when, and the form of what he found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from dash.development.base_component import Component

from components.event_words import moment
from components.fields import area, choice, entry, field, link, void
from components.form_record import value_control
from components.listing import listing_card, picked
from components.marks import as_of_text, chip
from components.markup import Safe, tag
from components.numbers import number
from components.table_tools import stamp, tooled
from data.commands.appeals import APPEALS
from data.commands.record_calls import APPEALERS, CALLERS, WORDS
from data.errors import CockpitError
from data.house import House
from data.language import gettext as _
from data.ledgers.writing import name_of
from data.queries.record_calls import MOST, Called, Row, calls
from data.record_call_words import CALL_STATES, CALL_TAGS, OUTCOMES, WHYS
from data.scope import Scope
from data.times import day_number
from data.view import View

LOOKS = {"open": "mark mark-stage", "late": "mark mark-over", "done": "mark", "void": "mark mark-late"}
HEADS = ("任务", "走访对象", "感知到的变化", "属地", "网格管家", "感知时间", "期限", "状态", "结果与标签")


def calls_drawn(house: House, view: View, chosen: Mapping[str, str], scope: Scope, role: str) -> dict[str, Any]:
    """`role`: whose forms are shown; "" only looks on."""
    state = chosen.get("call_state", "") if chosen.get("call_state") in CALL_STATES else ""
    why = chosen.get("call_why", "") if chosen.get("call_why") in WHYS else ""
    lived = "simulated" if house.clock.holds_demo() else "measured"
    try:
        found, lost = calls(house, view, scope, state, why, chosen.get("call", "")[:16]), ""
    except CockpitError as error:
        if not chosen.get("call"):
            raise
        found, lost = calls(house, view, scope, state, why), str(error)
    one: Any = listing_card(_("走访任务"), [tag("p", lost, "act-say", role="alert")]) if lost else ""
    if found.one:
        one = _card(found.one, role, view, found.now)
    return {"side": _side(found, state, why, lived), "one": one, "rows": _table(found)}


def _side(found: Called, state: str, why: str, lived: str) -> Component:
    left = found.states["open"] + found.states["late"]
    states = [
        picked("call_state", name, _(word), found.states[name], state == name, "&call=")
        for name, word in CALL_STATES.items()
    ]
    whys = [
        picked("call_why", name, _(word), found.whys[name], why == name, "&call=")
        for name, word in WHYS.items()
        if found.whys[name] or why == name
    ]
    total = tag("p", [tag("b", number(left), "n"), _("项待走访")], "kept-total")
    rule = _("台账里企业地址、经营状态、房屋用途有变，或有新登记企业，自动生成走访任务，七天内上门核实")
    inside = [total, tag("div", states, "kept-filters"), tag("h3", _("感知到的变化")), tag("div", whys, "kept-filters")]
    meta = [chip(lived), tag("span", as_of_text(found.now, found.now), "n as-of")]
    return listing_card(_("智能走访"), [*inside, tag("p", rule, "quiet")], meta)


def _table(found: Called) -> Component:
    rows = [_row(row, found.now) for row in found.rows]
    table = tooled("calls", _("智能走访任务"), [_(name) for name in HEADS], rows, "lists sort-chips")
    none = [] if rows else [tag("p", _("没有这样的走访任务"), "quiet")]
    more = tag("span", _("最多列 {n} 件").format(n=MOST), "quiet")
    return listing_card(_("智能走访任务"), [table, *none], [more] if len(rows) == MOST else None)


def _row(row: Row, now: datetime) -> Safe:
    due = datetime.fromordinal(row["due_day"])
    simulated = [" ", chip("simulated")] if row["provenance"] == "simulated" else []
    cells: list[tuple[str, Any, str]] = [
        ("n", [link(row["code"], f"?call={row['code']}", "list-link"), *simulated], ""),
        ("two", [tag("b", row["name"]), *_code(row)], ""),
        ("two list-title", _change(row), ""),
        ("", row["village"], ""),
        ("", row["keeper"] or "—", ""),
        ("n", moment(row["sensed_at"], now), stamp(row["sensed_at"])),
        ("n", f"{due:%Y-%m-%d}", ""),
        ("", tag("span", _(CALL_STATES[row["stand"]]), LOOKS[row["stand"]]), ""),
        ("list-title", _result(row), ""),
    ]
    told = [
        tag("td", inside, look, data_label=_(label), **({"data_order": order} if order else {}))
        for label, (look, inside, order) in zip(HEADS, cells, strict=True)
    ]
    return tag("tr", told, data_call=row["code"])


def _code(row: Row) -> list[Safe]:
    """Of what has a name beside it."""
    return [] if row["name"] == row["record"] else [tag("small", row["record"], "n")]


def _change(row: Row) -> list[Safe]:
    words = [tag("b", _(WHYS[row["why"]]))]
    if row["field"]:
        words.append(tag("small", f"{row['before'] or '—'} → {row['after'] or '—'}"))
    elif row["after"]:
        words.append(tag("small", _("成立日期 {day}").format(day=row["after"])))
    return words


def _result(row: Row) -> list[Any]:
    told: list[Any] = [tag("span", _(OUTCOMES[row["outcome"]]), "mark")] if row["outcome"] else []
    for name in row["tags"]:
        told += [" ", tag("span", _(CALL_TAGS[name]), "chip")]
    if row["event_code"]:
        told += [" ", link(row["event_code"], f"/events/{row['event_code']}", "n list-link", data_carry="view")]
    return told or ["—"]


def _card(one: Row, role: str, view: View, now: datetime) -> Component:
    close = link(_("关闭"), "?call=", "button small")
    by = " · ".join(filter(None, (one["actor"], moment(one["done_at"], now) if one["done_at"] else "")))
    facts: list[tuple[str, Any]] = [
        (_("走访对象"), link(one["name"], _way(one), "list-link", data_carry="beside")),
        (_("感知到的变化"), _change(one)),
        (_("属地"), one["village"]),
        (_("网格管家"), one["keeper"] or "—"),
        (_("感知时间"), tag("span", moment(one["sensed_at"], now), "n")),
        (_("期限"), tag("span", f"{datetime.fromordinal(one['due_day']):%Y-%m-%d}", "n")),
        (_("结果与标签"), _result(one)),
        (_("走访情况"), one["words"] or "—"),
        (_("办理"), by or "—"),
    ]
    left = tag("dl", [tag("div", [tag("dt", name), tag("dd", value)]) for name, value in facts], "list-facts")
    right = _forms(one, role, view) if one["state"] == "open" and role in CALLERS else []
    if one["state"] == "open" and not right:
        right = [tag("p", _("值班员、网格员和责任单位办理走访任务"), "quiet")]
    inside = tag("div", [tag("div", left, "list-left"), tag("div", right, "list-right")], "list-one")
    late = day_number(now) > one["due_day"] and one["state"] == "open"
    mark = tag("span", _(CALL_STATES["late" if late else one["state"]]), LOOKS["late" if late else one["state"]])
    return listing_card(f"{_('走访任务')} {one['code']}", [inside], [mark, close], "list-card")


def _way(one: Row) -> str:
    code = quote(one["record"])
    return f"/economy/enterprises?enterprise={code}" if one["subject"] == "enterprise" else f"/forms?row={code}"


def _forms(one: Row, role: str, view: View) -> list[Safe]:
    ticks = [
        tag("label", [void("input", type="checkbox", name=f"tag {name}", value="1"), tag("span", _(word))])
        for name, word in CALL_TAGS.items()
    ]
    given = [
        *_hidden("finish", one),
        field("outcome", _("走访结果"), choice("outcome", [("", _("请选择")), *_spoken(OUTCOMES)], required="")),
        *(
            field(f"value {what.code}", name_of(what), value_control(what, now, f"value {what.code}"))
            for what, now in one["fields"]
        ),
        tag("fieldset", [tag("legend", _("走访标签"), "field-label"), tag("div", ticks, "catalogue-ticks")]),
        field("words", _("走访情况"), area("words", rows=3, maxlength=str(WORDS))),
        *(_appeal() if one["subject"] == "enterprise" and role in APPEALERS else []),
    ]
    void_words = field("words", _("原因"), area("words", rows=2, maxlength=str(WORDS), required=""))
    forms = [
        _folded(_("填写走访"), given, "button primary"),
        _folded(_("无须走访"), [*_hidden("void", one), void_words], "button"),
    ]
    report = link(_("上报为事件"), f"/report{view.query()}", "button")
    return [tag("div", [*forms, report], "acts")]


def _appeal() -> list[Safe]:
    kinds = choice("kind", [("", _("没有诉求")), *_spoken(APPEALS)])
    return [field("kind", _("企业诉求"), kinds), field("title", _("诉求内容"), entry("title", maxlength="96"))]


def _spoken(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, _(word)) for code, word in words.items()]


def _hidden(act: str, one: Row) -> list[Safe]:
    return [
        void("input", type="hidden", name=name, value=value) for name, value in (("act", act), ("code", one["code"]))
    ]


def _folded(title: str, given: list[Safe], look: str) -> Safe:
    send = tag("div", tag("button", _("确认{move}").format(move=title), "button primary", type="submit"), "act-send")
    form = tag("form", [*given, send, tag("p", None, "act-say", role="alert")], "act-form", data_listing_move="call")
    return tag("details", [tag("summary", title, look), form], "act", name="call-act")
