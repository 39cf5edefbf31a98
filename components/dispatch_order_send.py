"""派遣: the window of recall, drafts that wait for the 值班长, and the one button that sends what is ticked."""

import json
from collections.abc import Collection
from typing import Any

from components.dispatch_order_chain import chain_line
from components.dispatch_order_parts import card, drill_line, told_line
from components.event_forms import who
from components.event_words import actor_text
from components.fields import area, choice, field, void
from components.markup import Safe, tag
from components.numbers import NONE
from data.dispatch.board import Board, Order
from data.dispatch.words import CHANNELS
from data.language import gettext as _
from data.life.actor import Actor

R, ROUND = 31, 194.78  # of the ring, in its own units


def card_of(
    board: Board,
    asked: Any,
    actor: Actor | None,
    why_not: str,
    *,
    drill: bool = False,
    absent: Collection[str] = (),
) -> Safe:
    """`asked`: role and number that a visitor plays; `why_not`: why he gives no orders; `drill`: an exercise;
    `absent`: channels that are not set up."""
    channels = board.advice.plan.channels if board.advice else ()
    ways = [_absent(one) if one in absent else tag("em", _(CHANNELS[one])) for one in channels]
    told = tag("span", ways, "channels", title=_("按预案的渠道通知"))
    body: list[Any] = [*drill_line(drill), *_standing(board, actor), told_line()]
    if actor is None:
        body.append(tag("p", why_not, "quiet order-why-not"))
    elif board.advice:
        body += [*_chain(board), _button(board)]
    else:
        body.append(tag("p", board.why_none, "quiet order-why-not"))
    if not board.past:
        body.append(_options(board, asked, actor))
    return card(_("派遣"), body, meta=told, extra="order-send")


def _absent(channel: str) -> Safe:
    return tag("em", _(CHANNELS[channel]), "absent", title=_("渠道未接入：消息留在站内，不外发"))


def _standing(board: Board, actor: Actor | None) -> list[Safe]:
    """What runs: the window, drafts, else what became of the last batch; and a whistle's countdown."""
    held = [_held(board.held, actor)] if board.held else []
    drafts = [_draft(one, board, actor) for one in board.drafts]
    last = [] if held else [_last(one) for one in board.orders[-1:] if one["final_at"]]
    return [*held, *drafts, *last, *_whistle(board)]


def _held(order: Order, actor: Actor | None) -> Safe:
    """The ring counts in the browser, from the server's clock; the server decides."""
    ring = tag(
        "svg",
        [
            tag("circle", None, "ring-track", cx="38", cy="38", r=str(R)),
            tag("circle", None, "ring-left", cx="38", cy="38", r=str(R), stroke_dasharray=str(ROUND)),
        ],
        "ring-arc",
        viewBox="0 0 76 76",
        aria_hidden="true",
    )
    count = tag("span", [ring, tag("b", NONE, "n", data_ring_left="1")], "ring-box")
    told = {"n": order["n"], "units": len(_units(order))}
    left = tag(
        "small",
        None,
        data_ring_words=_("{n} 秒内可撤回，之后下发"),
        data_ring_over=_("已过撤回时间，正在下发"),
    )
    words = [tag("b", _("第 %(n)s 批：%(units)s 个单位，待下发") % told), tag("span", _names(order)), left]
    codes = json.dumps([order["code"]])
    back = tag(
        "button",
        [_("撤回"), " ", tag("kbd", "Esc")],
        "button",
        type="button",
        data_dispatch_recall="1",
        data_codes=codes,
    )
    inside = [count, tag("div", words, "held-words"), *([back] if actor else [])]
    return tag("div", inside, "held", data_held_until=str(order["held_until"]), data_held_code=order["code"])


def _draft(order: Order, board: Board, actor: Actor | None) -> Safe:
    told = {"n": order["n"], "who": actor_text(order["actor"])}
    words = [tag("b", _("第 %(n)s 批含跨区单位，待值班长确认（%(who)s 拟）") % told), tag("span", _names(order))]
    yes = tag("button", _("确认派遣"), "button", type="button", data_order_confirm=order["code"])
    return tag("div", [tag("div", words, "held-words"), *([yes] if actor and board.chief else [])], "held drafted")


def _last(order: Order) -> Safe:
    units = _units(order)
    reached = sum(one["delivered_at"] is not None or one["accepted_at"] is not None for one in units)
    told = {"n": order["n"], "units": len(units), "reached": reached, "all": len(units)}
    words = _("第 %(n)s 批 %(units)s 个单位已下发，不能再撤回；已送达 %(reached)s/%(all)s") % told
    if order["state"] == "cancelled":
        words = _("第 %(n)s 批已取消") % told
    elif order["state"] == "done":
        words = _("第 %(n)s 批 %(units)s 个单位已办结") % told
    return tag("p", words, "order-last")


def _whistle(board: Board) -> list[Safe]:
    """吹哨: who was called and how long he has to come."""
    due = board.subject.called_due_at
    if not board.subject.called or due is None:
        return []
    names = {one["code"]: one["name"] for one in board.agencies}
    called = names.get(board.subject.called, board.subject.called)
    left = int((due - board.now).total_seconds())
    words = _("剩余 {left}") if left >= 0 else _("▲ 超时 {left}")
    count = {"data_left": str(left), "data_words": words.replace("{left}", "#"), "data_units": _("天|时|分|秒")}
    clock = tag("b", NONE, "n over" if left < 0 else "n", **count)
    return [tag("p", [_("已吹哨 %(who)s，待报到") % {"who": called}, " ", clock], "order-whistle")]


def _chain(board: Board) -> list[Safe]:
    """The five links that the order tells, and whether it does."""
    if board.advice is None or not board.advice.chain:
        return []
    box = void("input", type="checkbox", name="chain", checked="")
    return [tag("label", [box, tag("span", _("同时通知")), chain_line(board.advice.chain)], "order-chain")]


def _button(board: Board) -> Safe:
    """The button names its count; the browser counts again as boxes are ticked."""
    n = len([pick for pick in (*board.recommended, *board.added) if pick.state == "idle"])
    words = {"data_words": _("一键派遣 {n} 个单位"), "data_none": _("请勾选要派遣的单位")}
    label = words["data_words"].format(n=n) if n else words["data_none"]
    plan = board.advice.plan.code if board.advice else ""
    told = {"data_on": board.subject.name, "data_seq": str(board.seq), "data_plan": plan}
    told |= {} if n else {"disabled": ""}
    inside = [tag("span", label, data_send_label="1"), " ", tag("kbd", "Ctrl ↵")]
    note = _("含跨区单位：派出后待值班长确认才下发")
    hint = [] if board.chief else [tag("p", note, "send-note", data_cross_note="1", hidden="")]
    send = tag("button", inside, "button primary send-button", type="button", data_dispatch_send="1", **words, **told)
    called = _("已发起呼叫 {code}，接通情况见联络")
    call = tag(
        "button",
        _("呼叫勾选的单位"),
        "button",
        type="button",
        data_dispatch_call="1",
        data_call_said=called,
        data_call_none=words["data_none"],
    )
    return tag("div", [*hint, send, call], "send-box")


def _options(board: Board, asked: Any, actor: Actor | None) -> Safe:
    """Folded: who acts, another plan, own words, a whistle."""
    plans = [("", _("按事件类别自动选用")), *((one.code, _(one.name)) for one in board.plans)]
    inside: list[Any] = [who(asked.role, asked.number)]
    if actor is not None and board.subject.open:
        inside.append(field("plan", _("预案"), choice("plan", plans, asked.plan, data_order_plan="1")))
    if actor is not None and board.advice:
        own = area("words", rows=2, maxlength="2000", placeholder=board.advice.words)
        inside.append(field("words", _("命令内容"), own))
        inside += _callable(board)
    name = actor_text(actor.name) if actor else _("办理角色")
    summary = tag("summary", [tag("b", name), tag("span", _("预案、命令内容与吹哨"))])
    return tag("details", [summary, tag("div", inside, "order-fields")], "order-options", data_fold="options")


def _callable(board: Board) -> list[Safe]:
    agencies = [(one["code"], one["name"]) for one in board.agencies]
    if not agencies or board.subject.called:
        return []
    return [field("whistle", _("随派遣吹哨"), choice("whistle", [("", _("不吹哨")), *agencies]))]


def _units(order: Order) -> list[dict[str, Any]]:
    return [one for one in order["tasks"] if one["alone"]]


def _names(order: Order) -> str:
    return "、".join(one["responder"]["name"] for one in _units(order))
