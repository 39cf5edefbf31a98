"""What may be done with an event now: a button a move, and behind each exactly the fields that it asks for."""

from typing import Any

from components.event_words import grade_text
from components.fields import Options, area, choice, entry, field, radios
from components.markup import Safe, tag
from components.photo_field import photo_field
from components.seat import doer, looks_on
from components.way_form import way_form
from data.accounts.seat import seated
from data.acting import PLAYED
from data.commands.screens import WITH_PHOTOS
from data.language import gettext as _
from data.life.moves import Move, possible
from data.queries.event_detail import Detail
from data.queries.event_sheet import Sheet
from data.queries.handlers import able
from data.words import GRADES, ROLES

FORWARD = ("file", "direct", "assign", "accept", "answer", "verify", "close", "rate")  # the way through the links


def actions(found: Sheet, role: str, number: int) -> list[Any]:
    """The moves of this role as forms; what others could do now is named below."""
    row = found.one.row
    moves = possible(row["stage"], row["suspended_at"] is not None)
    mine = able(row, role, found.scope, grids=found.grids)
    rest = [move for move in moves if move not in mine and move.name in FORWARD]
    told_way = way_form(found, mine)
    order = [move for move in mine if not (told_way and move.name == "direct" and found.offer.direct)]
    order = sorted(order, key=lambda move: (move.name not in FORWARD, move.name == "remark"))
    forms = [_form(found, move, n == 0 and not told_way) for n, move in enumerate(order)]
    others = [
        _("{move}（{roles}）").format(move=_(move.label), roles="、".join(_(ROLES[r]) for r in move.roles))
        for move in rest
    ]
    told = [tag("p", _("下一步由他人办理：{moves}").format(moves="；".join(others)), "quiet")] if others else []
    none = [] if forms or told_way else [tag("p", _("这个角色此时没有可办的动作"), "quiet")]
    return [who(role, number), *none, *told_way, tag("div", forms, "acts"), *told]


def who(role: str, number: int) -> Safe:
    """Which numbered role of the demo acts; or the account that is signed in."""
    if one := seated():
        return doer(one)
    roles = choice("role", [(one, _(ROLES[one])) for one in PLAYED], role, data_role="1")
    numbered = entry("number", "number", str(number), min="1", max="999", data_role="1", inputmode="numeric")
    return tag("div", [field("role", _("办理角色"), roles), field("number", _("编号"), numbered)], "who")


def read_only() -> list[Safe]:
    return [looks_on()]


def past() -> list[Safe]:
    return [tag("p", _("正在回看过去，只读"), "quiet")]


def _form(found: Sheet, move: Move, first: bool) -> Safe:
    names = list(dict.fromkeys((*move.asks, *move.takes)))
    given = [_field(found, move, name) for name in sorted(names, key=lambda name: name == "reason")]
    given += [photo_field(move.name)] if move.name in WITH_PHOTOS else []
    send = tag("button", _("确认{move}").format(move=_(move.label)), "button primary", type="submit")
    say = tag("p", None, "act-say", role="alert")
    form = tag("form", [*given, tag("div", send, "act-send"), say], "act-form", data_move=move.name, novalidate="")
    button = tag("summary", _(move.label), "button primary" if first and move.name in FORWARD else "button")
    return tag("details", [button, form], "act", name="act", data_act=move.name)


def _field(found: Sheet, move: Move, name: str) -> Safe:
    one, must = found.one, name in move.asks
    label = {
        "reason": _("理由") if must else _("说明（可不填）"),
        "agency": _("责任单位"),
        "into": _("并入哪一件（编号）"),
        "rating": _("评分"),
        "grade": _("等级"),
        "hours": _("延长小时数"),
        "reached": _("是否接通"),
    }[name]
    if move.name == "answer" and name == "reason":
        label = _("处置结果")
    required = {"required": ""} if must else {}
    if name == "rating":
        return radios(name, label, [(str(n), _("{n} 分").format(n=n)) for n in range(1, 6)])
    if name == "reached":
        return radios(name, label, [("1", _("接通")), ("0", _("未接通"))])
    if name == "grade":
        return field(name, label, choice(name, _grades(one, move), one.row["grade"] if move.name == "file" else ""))
    if name == "agency":
        hint = _("缺省按权责清单") if not must else ""
        return field(name, label, choice(name, _agencies(found, must), "", **required), hint=hint)
    if name == "hours":
        return field(name, label, entry(name, "number", "", min="0.5", max="720", step="0.5", **required))
    if name == "into":
        first = found.like[0].event["code"] if found.like else ""
        return field(name, label, entry(name, "text", first, autocomplete="off", spellcheck="false", **required))
    return field(name, label, area(name, rows=2, maxlength="2000", **required))


def _grades(one: Detail, move: Move) -> Options:
    order, now = list(GRADES), list(GRADES).index(one.row["grade"])
    fits = {"escalate": order[:now], "hand_back": order[now + 1 :]}.get(move.name, order)
    return [(grade, grade_text(grade)) for grade in fits]


def _agencies(found: Sheet, must: bool) -> Options:
    first = ("", _("请选择")) if must else ("", _("按权责清单：{name}").format(name=found.routed or _("无对应单位")))
    return [first, *((row["code"], row["name"]) for row in found.agencies)]
