"""回执: each unit of each batch with the moments of its receipts, what is late, and what may be done with it."""

import json
from datetime import datetime, timedelta
from typing import Any

from components.dispatch_order_chain import chain_told, five
from components.dispatch_order_parts import card, clock, provenance_of
from components.event_words import actor_text
from components.marks import dated
from components.markup import Safe, tag
from components.numbers import NONE, stay
from components.tables import head_row, num, row
from components.task_talk import talk
from data.dispatch.board import Board, Order
from data.dispatch.words import DISPATCH_STATES, TASK_STATES
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.dispatch_counts import GONE
from data.queries.dispatch_talk import newest
from data.times import local

Task = dict[str, Any]
Choices = list[tuple[str, str]]  # (value, words)
UNHEARD = ("sent", "delivered", "read")
COMING = ("accepted", "departed")
BY_PHONE = ("accepted", "refused", "departed", "arrived", "done")  # what somebody at the desk can tell for another
STAMPS = ("sent", "delivered", "read", "accepted", "departed", "arrived", "done")
RHYTHM = timedelta(minutes=10)


def card_of(board: Board, actor: Actor | None) -> Safe:
    tasks = [one for order in board.orders for one in order["tasks"] if one["alone"]]
    if not tasks:
        return card(_("回执"), tag("p", _("尚未派遣"), "quiet"), extra="order-receipts")
    heads = head_row(["单位", "下发", "送达", "已读", "签收", "出发", "到场", "办结", ""])
    rows = [part for order in reversed(board.orders) for part in _order(board, order, actor)]
    asked = [one for one in tasks if one["state"] not in ("recalled", "cancelled")]
    sums = {name: sum(one[f"{name}_at"] is not None for one in asked) for name in ("accepted", "arrived")}
    sub = _("签收 %(accepted)s/%(all)s · 到场 %(arrived)s/%(all)s") % (sums | {"all": len(asked)})
    last = max((one[f"{name}_at"] for one in tasks for name in STAMPS if one[f"{name}_at"]), default=board.now)
    where = provenance_of(board, [one["responder"]["code"] for one in tasks])
    body = [*five(board), tag("div", [heads, *rows], "table receipts-table")]
    return card(_("回执"), body, sub=sub, meta=dated(where, last, board.now, RHYTHM), extra="order-receipts")


def _order(board: Board, order: Order, actor: Actor | None) -> list[Safe]:
    """A line of the batch, its units, and the chain that was told."""
    told = {"n": order["n"], "who": actor_text(order["actor"]), "at": clock(order["at"], board.now)}
    about = [tag("b", _("第 %(n)s 批 %(who)s %(at)s") % told), tag("span", order["code"], "n")]
    about += [tag("em", _(DISPATCH_STATES[order["state"]]), f"order-state {order['state']}")]
    if order["handed"]:
        about.append(tag("span", _("由 %(who)s 跟办") % {"who": actor_text(order["holder"])}))
    others = [(one.key, one.words) for one in board.receivers]
    menu = (
        _menu(order["code"], _("第 %(n)s 批") % told, _order_acts(order, board, others), who=others) if actor else None
    )
    head = tag("div", [tag("span", about, "batch-words"), menu], "row batch", data_batch=order["code"])
    rows = [part for one in order["tasks"] if one["alone"] for part in _with_talk(board, order, one, actor)]
    desks = [one for one in order["tasks"] if not one["alone"]]
    return [head, *rows, *([tag("div", chain_told(desks), "row batch-chain")] if desks else [])]


def _task(board: Board, order: Order, one: Task, actor: Actor | None) -> Safe:
    name = one["responder"]["name"]
    who = [name, *([tag("em", _("督办 {n}").format(n=one["urged"]), "over")] if one["urged"] else [])]
    who += [tag("em", _("代登记"), title=_("电话代登记"))] if one["by_phone"] else []
    menu = _menu(one["code"], name, _task_acts(order, one), _others(board, one)) if actor else None
    return row(
        [
            tag("span", who, title=one["words"]),
            _told(one["sent_at"], board),
            _told(one["delivered_at"], board),
            _told(one["read_at"], board),
            _accepted(one, board),
            _told(one["departed_at"], board),
            _arrived(one, board),
            _done(one, board),
            menu or "",
        ],
        f"task-{one['state']}",
    )


def _with_talk(board: Board, order: Order, one: Task, actor: Actor | None) -> list[Safe]:
    """The row of a unit; below it, folded, what was said: it is read when it is unfolded."""
    said, new = board.desk.talk.get(one["code"], []), board.desk.unread.get(one["code"], 0)
    if not said:
        return [_task(board, order, one, actor)]
    words = [_("留言 {n}").format(n=len(said)), *([tag("em", _("新 {n}").format(n=new), "talk-new")] if new else [])]
    told = {"data_talk": one["code"], "data_talk_upto": str(newest(said)), "data_fold": f"talk-{one['code']}"}
    told |= {"data_talk_new": "1"} if new else {}
    fold = tag("details", [tag("summary", words), talk(said, one["responder"]["name"])], "talk-fold", **told)
    return [_task(board, order, one, actor), tag("div", fold, "row batch-chain")]


def _accepted(one: Task, board: Board) -> Safe:
    """When it was accepted, or by how much that is late."""
    by, at = one["accept_by"], one["accepted_at"]
    if at is None and one["state"] in UNHEARD and by is not None and by < board.now:
        return _over(by, board)
    return _told(at, board, by)


def _told(at: datetime | None, board: Board, by: datetime | None = None) -> Safe:
    """To the minute, the second for the pointer; late against `by`."""
    if at is None:
        return num(NONE)
    late = by is not None and at > by
    shown = f"▲ {_short(at, board)}" if late else _short(at, board)
    return tag("span", shown, "n num over" if late else "n num", title=clock(at, board.now))


def _short(at: datetime, board: Board) -> str:
    """HH:MM on the same local day, else the day."""
    told = local(at)
    return f"{told:%H:%M}" if told.date() == local(board.now).date() else f"{told:%m-%d}"


def _done(one: Task, board: Board) -> Safe:
    """When it was done, or when and how it ended without; who is there longer than the plan allows is late."""
    by, at = one["done_by"], one["done_at"]
    if one["state"] in GONE and one["ended_at"] is not None:
        words = {"refused": _("拒绝"), "recalled": _("已撤回"), "cancelled": _("已取消")}[one["state"]]
        exact = " ".join(filter(None, (words, clock(one["ended_at"], board.now), one["reason"])))
        return tag("span", f"{words} {_short(one['ended_at'], board)}", "n num ended", title=exact)
    if at is None and one["ended_at"] is None and by is not None and by < board.now:
        return _over(by, board)
    return _told(at, board, by)


def _over(by: datetime, board: Board) -> Safe:
    return num(_("▲ 超 %(time)s") % {"time": stay((board.now - by).total_seconds() / 60)}, "over")


def _arrived(one: Task, board: Board) -> Safe:
    """When it arrived, or the estimate; late against what the plan allows."""
    by, at = one["arrive_by"], one["arrived_at"]
    if at is not None:
        return _told(at, board, by)
    if one["ended_at"] is not None or one["sent_at"] is None or one["minutes"] is None:
        return num(NONE)
    late = by is not None and by < board.now
    told = f"{local(one['sent_at'] + timedelta(minutes=one['minutes'])):%H:%M}"
    words = (_("▲ 预计 %(at)s") if late else _("预计 %(at)s")) % {"at": told}
    return num(words, "over" if late else "expected")


def _order_acts(order: Order, board: Board, others: Choices) -> Choices:
    state = order["state"]
    acts = [("confirm", _("值班长确认"))] if state == "drafted" and board.chief else []
    acts += [("urge", _("督办全部"))] if state == "final" else []
    acts += [("handover", _("移交他人跟办"))] if others and state in ("drafted", "held", "final") else []
    return acts + ([("cancel", _("取消整批"))] if state in ("drafted", "final") else [])


def _task_acts(order: Order, one: Task) -> Choices:
    if order["state"] != "final" or one["ended_at"] is not None:
        return []
    told = [
        (f"receipt:{name}", _("代登记：{what}").format(what=_(TASK_STATES[name])))
        for name in one["next"]
        if name in BY_PHONE
    ]
    return [
        ("say", _("留言")),
        ("call", _("呼叫")),
        ("urge_task", _("催办")),
        ("transfer", _("转派")),
        ("cancel_task", _("取消任务")),
        *told,
    ]


def _others(board: Board, one: Task) -> Choices:
    """Who could do it instead: free, with a fresh position, of the same role; the quickest first."""
    filled = board.advice.filled if board.advice else ()
    same = [of for of in filled if of.need.role == one["need"]] or list(filled)
    picks = {pick.code: pick for of in same for pick in (*of.chosen, *of.passed)}
    picks |= {pick.code: pick for pick in board.added}
    free = [pick for pick in picks.values() if pick.state == "idle" and not pick.stale]
    words = _("{name}（{km} km，{minutes} 分）")
    return [
        (pick.code, words.format(name=pick.name, km=pick.km, minutes=f"{pick.minutes:.0f}"))
        for pick in sorted(free, key=lambda pick: pick.minutes)
    ]


def _menu(
    code: str, name: str, acts: Choices, others: Choices | None = None, *, who: Choices | None = None
) -> Safe | None:
    """A button that opens the dialog with what may be done; None where nothing may."""
    acts = [one for one in acts if one[0] != "transfer" or others]
    if not acts:
        return None
    told = json.dumps(
        {"code": code, "name": name, "acts": acts, "to": others or [], "who": who or []}, ensure_ascii=False
    )
    label = _("办理 %(name)s") % {"name": name}
    return tag("button", "⋯", "row-menu", type="button", data_order_menu=told, aria_label=label, title=label)
