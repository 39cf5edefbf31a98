"""Definitions of the economy as the pages send them: chains, policies, tags, rules. Faults stand at their fields."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from data.commands.audit import acted
from data.commands.economy_definitions import define_chain, define_judging, define_policy, define_rule, may_define
from data.commands.indicator_screens import editor
from data.commands.thing_screens import FormFaults
from data.economy.condition import Ground
from data.economy.paper import Paper
from data.economy.written import REASON, chain_written, judging_written, policy_written, rule_written
from data.errors import BadInput, CockpitError
from data.house import House
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.chains import chain_rows
from data.queries.regions import home_of

DEFINING = ("define_chain", "define_policy", "define_judging", "define_rule")
SAVED = {"tag": "标签“{name}”已保存，第 {n} 次修改", "signal": "风险信号“{name}”已保存，第 {n} 次修改"}
Given = Mapping[str, Any]


def define_on_screen(house: House, given: Given, role: str, number: int) -> str:
    """What there is to say of it; FormFaults for what is wrong with which field."""
    actor, paper = editor(house, role, number), Paper(given)
    acts: dict[str, Callable[[House, Paper, Actor, datetime], str]]
    acts = {"define_chain": _chain, "define_policy": _policy, "define_judging": _judging, "define_rule": _rule}
    return acts[str(given["act"])](house, paper, actor, house.clock.now())


def refusal(house: House, department: str, role: str, number: int) -> str:
    """Why these may not be changed by who asks; "" where they may."""
    try:
        with house.engine.connect() as connection:
            may_define(connection, department, editor(house, role, number))
    except CockpitError as error:
        return str(error)
    return ""


def _chain(house: House, paper: Paper, actor: Actor, now: datetime) -> str:
    code, seen, told = paper.code("code"), _seen(paper), chain_written(paper)
    reason = _checked(paper)
    with acted(house, actor, "chain_change", code) as connection:
        n = define_chain(connection, code, told, seen, reason, actor, now)
    return _("产业链“{name}”已保存，第 {n} 次修改").format(name=told["word"], n=n)


def _policy(house: House, paper: Paper, actor: Actor, now: datetime) -> str:
    code, seen = paper.code("code"), _seen(paper)
    with house.engine.connect() as connection:
        ground = Ground(dictionary(connection), home_of(connection, actor.scope), now, actor.scope)
        told = policy_written(paper, ground, {str(row["code"]) for row in chain_rows(connection)})
    reason = _checked(paper)
    with acted(house, actor, "policy_change", code) as connection:
        n = define_policy(connection, code, told, seen, reason, actor, now)
    return _("政策“{name}”已保存，第 {n} 次修改").format(name=told["word"], n=n)


def _judging(house: House, paper: Paper, actor: Actor, now: datetime) -> str:
    told, seen = judging_written(paper), _seen(paper)
    reason = _checked(paper)
    with acted(house, actor, "judging_change") as connection:
        n = define_judging(house, connection, told, seen or 0, reason, actor, now)
    return _("强弱环规则已保存，第 {n} 次修改").format(n=n)


def _rule(house: House, paper: Paper, actor: Actor, now: datetime) -> str:
    kind, code, seen = paper.one_of("kind", SAVED), paper.code("code"), _seen(paper)
    with house.engine.connect() as connection:
        ground = Ground(dictionary(connection), home_of(connection, actor.scope), now, actor.scope)
        told = rule_written(paper, kind, ground)
    reason = _checked(paper)
    with acted(house, actor, f"{kind}_change", code) as connection:
        n = define_rule(house, connection, kind, code, told, seen, reason, actor, now)
    return _(SAVED[kind]).format(name=told["word"], n=n)


def _seen(paper: Paper) -> int | None:
    """The state that the form showed; none for what is new."""
    text = paper.text("seen")
    if text and not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise BadInput(_("请刷新后再试"))
    return int(text) if text else None


def _checked(paper: Paper) -> str:
    reason = paper.wanted("reason", REASON)
    if paper.faults:
        raise FormFaults(paper.faults)
    return reason
