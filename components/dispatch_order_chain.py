"""The five links 县-镇-村-警-民: who is told, where nobody is, and what came back."""

from collections.abc import Sequence
from typing import Any

from components.dispatch_order_parts import clock
from components.markup import Safe, tag
from data.dispatch.board import Board
from data.dispatch.words import CHAIN, TASK_STATES
from data.language import gettext as _
from data.queries.chain import Link

STAMPS = ("sent", "delivered", "read", "accepted", "departed", "arrived", "done")


def chain_line(links: Sequence[Link]) -> Safe:
    """Who will be told; a link with nobody says so."""
    return tag("span", [_link(one.word, one.name or _("缺员"), missing=one.name is None) for one in links], "chain")


def chain_told(tasks: Sequence[dict[str, Any]]) -> Safe:
    """Who was told by an order, and how far."""
    told = [
        _link(CHAIN.get(one["need"], one["need"]), f"{one['responder']['name']} {_(TASK_STATES[one['state']])}")
        for one in tasks
    ]
    return tag("span", told, "chain")


def _link(word: str, name: str, *, missing: bool = False) -> Safe:
    return tag("span", [tag("i", _(word)), name], "chain-link missing" if missing else "chain-link")


def five(board: Board) -> list[Safe]:
    """五级联动: each link with who was told, when, and how far; who was not yet is told by one click."""
    if not board.desk.links:
        return []
    told = {one["need"]: one for order in board.orders for one in order["tasks"] if not one["alone"]}
    open_ = next((order["code"] for order in reversed(board.orders) if order["state"] == "final"), "")
    return [tag("div", [_five(one, told.get(one.link), open_, board) for one in board.desk.links], "five-links")]


def _five(one: Link, task: dict[str, Any] | None, order: str, board: Board) -> Safe:
    head = tag("b", _(one.word))
    if task is not None:
        when = max(filter(None, (task[f"{name}_at"] for name in STAMPS)), default=None)
        far = [tag("em", _(TASK_STATES[task["state"]]), "told"), " ", tag("small", clock(when, board.now), "n")]
        return tag("div", [head, tag("span", task["responder"]["name"]), tag("span", far)], "five-link")
    if one.name is None:
        return tag("div", [head, tag("span", _("缺员"))], "five-link missing")
    words = _("通知")
    ask = {"data_five_order": order, "data_five": one.link, "aria_label": f"{words} {one.name}"}
    button = tag("button", words, "button small", type="button", **ask) if order else tag("span", _("未通知"))
    return tag("div", [head, tag("span", one.name), button], "five-link")
