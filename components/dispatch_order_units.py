"""推荐单位: who is recommended and why, who was sent already, who was passed over; others are searched by hand."""

from collections.abc import Sequence
from typing import Any

from components.dispatch_order_parts import card, positions, sign
from components.fields import void
from components.markup import Safe, tag
from components.numbers import number
from components.on_duty_part import on_duty_part
from data.dispatch.board import Board, Order
from data.dispatch.choose import Pick
from data.dispatch.words import RESPONDER_KINDS, RESPONDER_STATES, TASK_STATES
from data.language import gettext as _

KEY = ("用时最短", "属地", "主责单位")  # what decides
CAVEATS = ("跨区，需值班长确认", "所属单位无人当班")


def card_of(board: Board, *, open_to: bool) -> Safe:
    """`open_to`: whether the asker may send anybody, so that boxes can be ticked."""
    rows = [*_chosen(board, open_to), *(_pick(board, pick, "", open_to, added=True) for pick in board.added)]
    rows += [_serving(order, one) for order, one in board.serving]
    none = [] if rows else [tag("p", _nobody(board), "quiet")]
    body = [_heads(), tag("div", [*rows, *none, *_passed(board, open_to), *on_duty_part(board.desk.on_duty)], "units")]
    sub = _("距离 · 能力 · 空闲 · 值班")
    shown = [pick.code for pick in (*board.recommended, *board.added)]
    shown += [one["responder"]["code"] for _order, one in board.serving]
    return card(_("推荐单位"), body, sub=sub, meta=positions(board, shown) if shown else (), extra="order-units")


def _nobody(board: Board) -> str:
    if board.advice is None:
        return board.why_none
    short = any(one.short for one in board.advice.filled)
    return _("没有可派的力量，可搜索加选") if short else _("预案所需力量已派足，可搜索加选增援")


def _heads() -> Safe:
    words = ("", "", _("单位 / 理由"), _("距离"), _("预计"), _("状态"))
    return tag("div", [tag("span", word) for word in words], "unit unit-head")


def _chosen(board: Board, open_to: bool) -> list[Safe]:
    if board.advice is None:
        return []
    return [_pick(board, pick, _(one.need.name), open_to) for one in board.advice.filled for pick in one.chosen]


def _passed(board: Board, open_to: bool) -> list[Safe]:
    """Folded: everybody who was passed over, once, with why."""
    if board.advice is None:
        return []
    mine = {pick.code for pick in (*board.recommended, *board.added)}
    over = {pick.code: pick for one in board.advice.filled for pick in one.passed if pick.code not in mine}
    serving = {one["responder"]["code"] for _order, one in board.serving}
    rows = [_pick(board, pick, "", open_to, passed=True) for code, pick in over.items() if code not in serving]
    if not rows:
        return []
    words = _("未选用 %(n)s 个单位及原因") % {"n": len(rows)}
    return [tag("details", [tag("summary", words), *rows], "units-passed", data_fold="passed")]


def _pick(board: Board, pick: Pick, role: str, open_to: bool, *, added: bool = False, passed: bool = False) -> Safe:
    free = pick.state == "idle"
    phone = board.people.get(pick.code, {}).get("phone") or ""
    told = {"data_unit": pick.code, "data_name": pick.name, "data_phone": str(phone)}
    told |= {"data_stale": str(pick.age_minutes)} if pick.stale else {}
    told |= {"data_cross": "1"} if pick.cross else {}
    told |= {"checked": ""} if not passed and free else {}
    told |= {} if free and open_to else {"disabled": ""}
    told |= {"data_recommended": "1"} if not passed and not added else {}
    box = void("input", type="checkbox", aria_label=pick.name, **told)
    drop = [tag("button", "×", "unit-drop", type="button", data_unit_drop=pick.code, title=_("移除"))] if added else []
    marks = [*([tag("em", role, "role")] if role else []), *_reasons(pick, passed)]
    marks += [tag("em", _("所属单位在线"))] if pick.agency in board.desk.here else []
    classes = " ".join(["unit", *(["unit-over"] if passed else []), *([] if free else ["unit-busy"])])
    cells = [box, sign(pick.kind), _who(pick.name, str(phone), marks, drop), *_far(pick.km, pick.minutes)]
    state = tag("span", _(RESPONDER_STATES[pick.state]), f"unit-state of-{pick.state}")
    return tag("label", [*cells, state], classes)


def _who(name: str, phone: str, marks: Sequence[Any], more: Sequence[Any] = ()) -> Safe:
    called = [tag("small", phone, "n")] if phone else []
    return tag("span", [tag("b", [name, *called, *more]), tag("span", marks, "unit-why")], "unit-who")


def _far(km: float | None, minutes: float | None) -> list[Safe]:
    return [
        tag("span", [tag("b", number(km, 1)), " km"], "n unit-km"),
        tag("span", [tag("b", number(minutes, 0)), " ", _("分")], "n unit-min"),
    ]


def _reasons(pick: Pick, passed: bool) -> list[Safe]:
    """What decided in the accent, what speaks against in the warm colour."""
    key, caveats = {_(word) for word in KEY}, {_(word) for word in CAVEATS}
    told = [tag("em", one, "decisive" if one in key else "caveat" if one in caveats else "") for one in pick.reasons]
    if pick.stale and not passed:
        told.append(tag("em", _("位置 %(n)s 分钟前，须电话确认") % {"n": pick.age_minutes}, "caveat"))
    return told


def _serving(order: Order, one: dict[str, Any]) -> Safe:
    """Who is sent already: ticked for good, with the state of the task."""
    who = one["responder"]
    box = void("input", type="checkbox", checked="", disabled="", aria_label=who["name"])
    marks = [tag("em", _("第 %(n)s 批") % {"n": order["n"]}, "role"), tag("em", one["words"])]
    state = "held" if order["state"] == "held" else "drafted" if order["state"] == "drafted" else one["state"]
    word = _("待确认") if state == "drafted" else _(TASK_STATES[state])
    cells = [box, sign(who["kind"], "sent"), _who(who["name"], who["phone"] or "", marks)]
    return tag(
        "div", [*cells, *_far(one["km"], one["minutes"]), tag("span", word, f"unit-state of-{state}")], "unit unit-sent"
    )


def search() -> Safe:
    """A field that stays while the rest is redrawn."""
    words = _("搜索其他单位加选：名称、编号、类型")
    return void(
        "input", "control", type="search", placeholder=words, aria_label=words, data_unit_find="1", maxlength="32"
    )


def found(board: Board, find: str) -> Safe | None:
    if not find or board.advice is None:
        return None
    rows = [_offer(pick) for pick in board.found]
    return tag("div", rows or [tag("p", _("没有符合的单位"), "quiet")], "units-found")


def _offer(pick: Pick) -> Safe:
    kind = tag("em", _(RESPONDER_KINDS[pick.kind]))
    cells = [sign(pick.kind), _who(pick.name, "", [kind, *_reasons(pick, False)]), *_far(pick.km, pick.minutes)]
    add = tag("button", _("加选"), "button small", type="button", data_unit_add=pick.code)
    last = add if pick.state == "idle" else tag("span", _(RESPONDER_STATES[pick.state]), "unit-state")
    return tag("div", [*cells, last], "unit unit-found")
