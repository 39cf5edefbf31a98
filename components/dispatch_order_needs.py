"""需求与缺口: what the plan asks for, what can be had of it, and what is missing."""

from typing import Any

from components.dispatch_order_parts import card, positions
from components.markup import Safe, tag
from components.numbers import NONE, number
from components.tables import head_row, num, piece, row
from data.dispatch.board import Board
from data.dispatch.choose import Filled
from data.language import gettext as _

TICK = 70.0  # percent of the bar at which the need stands, the same in every row


def card_of(board: Board) -> Safe:
    if board.advice is None:
        return card(_("需求与缺口"), tag("p", board.why_none, "quiet"), extra="order-needs")
    advice = board.advice
    heads = head_row(["资源", "可调 / 需求", "需求", "可调", "缺口"])
    rows = [_role(one) for one in advice.filled] + [_stock(one) for one in advice.stock]
    seen = [pick.code for one in advice.filled for pick in (*one.chosen, *one.passed)]
    plan = tag("span", tag("span", [_("预案"), " ", _(advice.plan.name)]), "office")
    table = tag("div", [heads, *rows], "table needs-table")
    return card(_("需求与缺口"), table, meta=[plan, *positions(board, seen)], extra="order-needs")


def _role(one: Filled) -> Safe:
    have = one.sent + one.available
    helped = min(one.got, one.need.count - one.sent) - one.available if have < one.need.count else 0
    gap = _gap(one.short, _(one.need.unit), max(0, helped))
    bar = (one.sent, one.available, max(0, helped), one.short)
    return _row(_(one.need.name), one.need.count, bar, gap, one.words)


def _stock(one: dict[str, Any]) -> Safe:
    name = [tag("small", _("库存")), " ", one["name"]]
    gap = _gap(one["short"], one["unit"], 0)
    return _row(name, one["need"], (0, one["held"], 0, one["short"]), gap, one["words"])


def _row(name: Any, need: int, bar_of: tuple[int, int, int, int], gap: Safe, words: str) -> Safe:
    """`bar_of`: sent already, free here, from other districts, missing; parts of the bar in this order."""
    sent, free, helped, short = bar_of
    parts = [
        piece(_width(sent, need), "sent"),
        piece(_width(free, need, sent), "free", _width(sent, need)),
        *([piece(_width(helped, need), "helped", _width(sent + free, need))] if helped else []),
        *([piece(_width(short, need), "gap", _width(need - short, need))] if short else []),
        tag("b", None, "tick", style=f"left:{TICK:.0f}%"),
    ]
    bar = tag("span", parts, "need-bar", role="img", aria_label=words, title=words)
    return row([tag("span", name), bar, num(number(need)), num(number(sent + free)), gap], "short" if short else "")


def _gap(short: int, unit: str, helped: int) -> Safe:
    if short:
        return tag("span", _("▲ 缺 %(n)s %(unit)s") % {"n": short, "unit": unit}, "over")
    if helped:
        return tag("span", _("外区补 %(n)s") % {"n": helped}, "num")
    return num(NONE)


def _width(n: int, need: int, before: int = 0) -> str:
    """Percent of the bar, as far as it goes."""
    room = 100.0 - min(100.0, TICK * before / need)
    return f"{min(TICK * max(n, 0) / need, room):.1f}%"
