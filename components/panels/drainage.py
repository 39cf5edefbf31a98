"""Gates and pumps by water system: what their stations see, what the rules suggest and why, what was ordered."""

import json
from collections import defaultdict
from datetime import datetime
from itertools import groupby
from typing import Any

from dash.development.base_component import Component

from components.event_words import moment
from components.frame import part
from components.markup import Safe, tag
from components.numbers import number
from components.registry import Panel, Props
from data.answer import Answer, Row
from data.control.suggest import Clause, reason
from data.control_words import (
    CONTROL_EYES,
    CONTROL_KINDS,
    CONTROL_ORDERS,
    CONTROL_STATES,
    ORDER_STATES,
    ORDERS_OF,
    STATES_OF,
)
from data.language import gettext as _
from data.queries.drainage import answer
from data.view import View
from data.words import ROLES

KEY = "drainage"
Parts = dict[str, list[Row]]


def body() -> list[Component]:
    return [part(KEY, "systems", className="drains", tabIndex=0), part(KEY, "orders", className="drain-log")]


def draw(answer: Answer, _view: View) -> dict[str, Props]:
    parts = {name: _by_code(answer.parts.get(name, [])) for name in ("eyes", "clauses", "hand")}
    waiting = sum(bool(row["need"]) for row in answer.rows)
    told = [_("{n} 处闸泵").format(n=number(len(answer.rows)))]
    told += [_("待下令 {n}").format(n=number(waiting))] if waiting else [_("无待下令")]
    systems = [
        tag("section", [tag("h3", str(name or "")), *(_control(row, parts, answer.as_of) for row in rows)], "drain")
        for name, rows in groupby(answer.rows, key=lambda row: row["system"])
    ]
    return {
        "sub": {"children": " · ".join(told)},
        "systems": {"children": [_heads(), *systems]},
        "orders": {"children": _log(answer.parts.get("orders", []), answer.as_of)},
    }


def _by_code(rows: list[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row["code"])].append(row)
    return found


def _heads() -> Safe:
    words = (_("闸泵"), _("眼 · 读数"), _("脑 · 建议与依据"), _("手 · 指令"))
    return tag("div", [tag("span", word) for word in words], "drain-row drain-heads")


def _control(row: Row, parts: Any, now: datetime | None) -> Safe:
    code = str(row["code"])
    hand = parts["hand"][code][0]
    cells = [
        _self(row),
        tag("div", [_eye(eye) for eye in parts["eyes"][code]] or tag("span", _("未关联测站"), "quiet"), "drain-eyes"),
        _brain(row, parts["clauses"][code]),
        _hand(row, hand, parts["clauses"][code], now),
    ]
    return tag("article", cells, f"drain-row{' need' if row['need'] else ''}", data_control=code)


def _self(row: Row) -> Safe:
    size = f"{number(row['capacity'], 1)} {row['unit']}" if row["capacity"] is not None else _("能力未报")
    state = str(row["state"])
    about = tag("small", [_(CONTROL_KINDS[str(row["kind"])]), " · ", size])
    return tag(
        "div",
        [tag("b", str(row["name"])), about, tag("span", _(CONTROL_STATES[state]), f"mark drain-{state}")],
        "drain-self",
    )


def _eye(eye: Row) -> Safe:
    """`内河 6.82 m ▲`; a silent station says so and shows no number."""
    label = _(CONTROL_EYES[str(eye["eye"])])
    label = _("{label}近{n}小时").format(label=label, n=eye["hours"]) if eye["hours"] else label
    if eye["silent"]:
        return tag("span", [tag("i", label), tag("em", _("静默"))], "silent", title=str(eye["name"]))
    above = eye["caution"] is not None and not eye["hours"] and float(eye["value"] or 0) >= float(eye["caution"])
    figure = tag("b", number(eye["value"], 1 if eye["hours"] else 2), "n")
    sign = [tag("em", "▲")] if above else []
    return tag(
        "span", [tag("i", label), figure, f" {eye['unit']}", *sign], "above" if above else "", title=str(eye["name"])
    )


def _clauses(rows: list[Row]) -> str:
    return reason([Clause(**{key: value for key, value in row.items() if key != "code"}) for row in rows])  # type: ignore[arg-type]


def _brain(row: Row, clauses: list[Row]) -> Safe:
    if row["do"] is None:
        blind = [_(CONTROL_EYES[one]) for one in str(row["blind"] or "").split(",") if one]
        words = _("{eyes}无有效读数，不作建议").format(eyes="、".join(blind)) if blind else _("无需动作")
        return tag("div", tag("span", words, "quiet"), "drain-brain")
    head = tag(
        "b", _("建议{order}").format(order=_(CONTROL_ORDERS[str(row["do"])])) if row["need"] else _("已与建议一致")
    )
    also = [tag("small", _("同时：{what}").format(what=_(str(row["also"]))))] if row["also"] and row["need"] else []
    return tag("div", [head, tag("p", _clauses(clauses)), *also], "drain-brain")


def _hand(row: Row, hand: Row, clauses: list[Row], now: datetime | None) -> Safe:
    last = [tag("small", _last(row, now))] if row["ordered_at"] else []
    return tag("div", [*last, *_buttons(row, hand, clauses)], "drain-hand")


def _last(row: Row, now: datetime | None) -> str:
    """`开启 15:40 · 已记录`"""
    at = datetime.fromisoformat(str(row["ordered_at"]))
    what = CONTROL_ORDERS.get(str(row["ordered"]), "")
    return f"{_(what)} {moment(at, now or at)} · {_(ORDER_STATES.get(str(row['order_state']), ''))}"


def _buttons(row: Row, hand: Row, clauses: list[Row]) -> list[Safe]:
    """What the dialog of the page needs to know stands on the button."""
    if not hand["may"]:
        return []
    kind = str(row["kind"])
    told = {"code": row["code"], "name": row["name"], "seq": hand["seq"], "state": _(CONTROL_STATES[str(row["state"])])}
    order = told | {
        "act": "order",
        "options": [[one, _(CONTROL_ORDERS[one])] for one in ORDERS_OF[kind]],
        "what": row["do"] if row["need"] else None,
        "rule": row["rule"] if row["need"] else "",
        "reason": _clauses(clauses) if row["need"] else "",
    }
    first = "button small primary" if row["need"] else "button small"
    buttons = [] if row["state"] == "fault" else [_button(_("下令"), first, order)]
    if hand["order"]:
        states = [[one, _(CONTROL_STATES[one])] for one in STATES_OF[kind]]
        buttons.append(
            _button(_("回执"), "button small", told | {"act": "answer", "order": hand["order"], "options": states})
        )
    return buttons


def _button(words: str, classes: str, told: dict[str, Any]) -> Safe:
    label = f"{words} {told['name']}"
    return tag(
        "button", words, classes, type="button", aria_label=label, data_hand=json.dumps(told, ensure_ascii=False)
    )


def _log(orders: list[Row], now: datetime | None) -> list[Safe]:
    if not orders:
        return [tag("p", _("还没有调度指令"), "quiet")]
    return [tag("h3", _("调度指令记录")), tag("ol", [_order(one, now) for one in orders], "drain-orders", tabindex="0")]


def _order(one: Row, now: datetime | None) -> Safe:
    at = datetime.fromisoformat(str(one["at"]))
    by = _(ROLES.get(str(one["role"]), str(one["role"])))
    cells = [
        tag("time", moment(at, now or at), "n"),
        tag("b", f"{one['name']} {_(CONTROL_ORDERS[str(one['what'])])}"),
        tag("span", str(one["why"]), "why-given"),
        tag("small", f"{by} · {_('依建议') if one['rule'] else _('人工')}"),
        tag("span", _(ORDER_STATES[str(one["state"])]), f"mark order-{one['state']}"),
    ]
    return tag("li", cells)


panel = Panel(
    key=KEY,
    title="水系联排联调",
    slot="risk-mid",
    order=225,
    topics=("controls", "readings", "stations"),
    ask=answer,
    body=body,
    draw=draw,
    rolling=True,
    follows=("region", "at", "lang"),
    nothing="没有闸泵",
)
