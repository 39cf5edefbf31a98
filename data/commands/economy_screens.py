"""What the pages of the economy send: policies to offer, grants and projects to move, appeals. Nothing is trusted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data.acting import acting, answering
from data.commands.appeals import raise_appeal
from data.commands.audit import acted
from data.commands.chain_members import change_member
from data.commands.economy_forms import DEFINING, define_on_screen
from data.commands.grants import move_grant, offer_grant
from data.commands.investment import move_project, stage_word
from data.commands.thing_screens import FormFaults
from data.economy.condition import Ground
from data.economy.paper import Paper
from data.economy.words import GRANTS
from data.economy.written import REASON
from data.errors import BadInput
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.regions import home_of
from data.scope import Scope

Given = Mapping[str, Any]


def act_on_economy(house: House, given: Given, role: str, number: int) -> str:
    """Do it; what there is to say."""
    if _text(given, "act") in DEFINING:
        return define_on_screen(house, given, role, number)
    actor, scope, now = acting(house, role, number), answering(house, role), house.clock.now()
    moves = {"offer": _offer, "grant": _grant, "project": _project, "appeal": _appeal}
    moves |= {"member": _member}
    move = moves.get(_text(given, "act"))
    if move is None:
        raise BadInput(_("请刷新后再试"))
    return move(house, given, actor, scope, now)


def _offer(house: House, given: Given, actor: Actor, scope: Scope, now: datetime) -> str:
    code, enterprise = _text(given, "policy")[:32], _text(given, "enterprise")[:48]
    with acted(house, actor, "grant_offer", f"{code} {enterprise}") as connection:
        offer_grant(connection, _ground(connection, scope, now), code, enterprise, actor, now)
    return _("已推送给企业")


def _grant(house: House, given: Given, actor: Actor, _scope: Scope, now: datetime) -> str:
    number, seq, to = _number(given, "grant"), _number(given, "seq"), _text(given, "to")
    with acted(house, actor, "grant_move", f"{number} {to}"[:64]) as connection:
        move_grant(connection, number, to, seq, _text(given, "reason"), actor, now)
    return _(GRANTS[to])


def _project(house: House, given: Given, actor: Actor, scope: Scope, now: datetime) -> str:
    code, to = _text(given, "project")[:48], _text(given, "to")
    with acted(house, actor, "project_move", f"{code} {to}"[:64]) as connection:
        told: dict[str, Any] = {"seq": _number(given, "seq"), "reason": _text(given, "reason")}
        move_project(connection, dictionary(connection), code, to, actor, scope, now, **told)
    return _("{code} 已到“{stage}”").format(code=code, stage=stage_word(to))


def _appeal(house: House, given: Given, actor: Actor, scope: Scope, now: datetime) -> str:
    enterprise = _text(given, "enterprise")[:48]
    kind, title, text = (_text(given, name) for name in ("kind", "title", "text"))
    with acted(house, actor, "appeal_raise", enterprise) as connection:
        taken = raise_appeal(connection, enterprise, kind, title, text, actor, scope, now)
    return _("诉求已受理：{code}").format(code=taken.code)


def _member(house: House, given: Given, actor: Actor, scope: Scope, now: datetime) -> str:
    code, off = _text(given, "enterprise")[:48], {_whole(name[4:]) for name in given if name.startswith("off-")}
    on, reason = _text(given, "on"), Paper(given).text("reason", REASON)
    if not reason:
        raise FormFaults({"reason": _("请写明原因")})
    with acted(house, actor, "member_change", code) as connection:
        goal = _whole(on) if on else None
        change_member(connection, code, off, goal, _number(given, "seq"), reason, actor, scope, now)
    return _("已修改 {code} 所在环节").format(code=code)


def _ground(connection: Connection, scope: Scope, now: datetime) -> Ground:
    return Ground(dictionary(connection), home_of(connection, scope), now, scope)


def _number(given: Given, name: str) -> int:
    return _whole(_text(given, name))


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadInput(_("请刷新后再试"))
    return int(text)


def _text(given: Given, name: str) -> str:
    value = given.get(name)
    return value.strip() if isinstance(value, str) else ""
