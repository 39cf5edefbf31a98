"""Chains, policies, tags, signals and rules of links are changed by whose they are; every state is kept with why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.commands.indicators import own_departments
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden, ThingRefused
from data.house import House
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.chains import chain_rows
from data.queries.economy_rules import rules_told
from data.queries.economy_steps import JUDGING, chain_told, judging_told, policy_told, seq_of
from data.queries.regions import home_of
from data.schema import chain, chain_link, chain_member, economy_step, policy
from data.things.taking import lived_here
from data.words import ROLES

EDITORS = ("agency", "department_head", "administrator")
LOADED = "装入时的定义"
MOST_RULES = 60  # of a kind: each is looked at for every enterprise of a list
Told = Mapping[str, Any]


def may_define(connection: Connection, department: str, actor: Actor) -> None:
    """Forbidden for who does not work for the department, or does not see the whole city; "" for any department."""
    if actor.role not in EDITORS:
        raise Forbidden(_("责任部门和管理员可以修改；%(role)s不能") % {"role": _(ROLES[actor.role])})
    if home_of(connection, actor.scope).level != 1:
        raise Forbidden(_("经济运行的定义是全市的，只有全市的账号可以修改"))
    if department and department not in own_departments(connection, actor):
        raise Forbidden(_("由“%(name)s”负责，只有该部门可以修改") % {"name": department[:40]})


def define_chain(
    connection: Connection, code: str, told: Told, seen: int | None, reason: str, actor: Actor, now: datetime
) -> int:
    """A new chain (`seen` None), or the next state of one; its number. Links with somebody on them stay."""
    bump(connection, "ledgers")  # writers queue here
    before = chain_told(connection, code)
    may_define(connection, str((before or told)["department"]), actor)
    seq = _next(connection, "chain", code, before, seen, now)
    if before is None:
        last = connection.scalar(select(func.max(chain.c.position))) or 0
        fixed = {"provenance": lived_here(connection), "source": told["department"], "position": last + 1}
        named = {"code": code, "word": told["word"], "department": told["department"]}
        connection.execute(insert(chain).values(named | fixed))
    else:
        values = {name: told[name] for name in ("word", "department")}
        connection.execute(update(chain).where(chain.c.code == code).values(values))
    _lay_links(connection, code, told["links"])
    keep(connection, "chain", code, seq, told, actor, now, reason)
    return seq


def _lay_links(connection: Connection, code: str, links: list[Told]) -> None:
    c = chain_link.c
    known = {row.code: row for row in connection.execute(select(chain_link).where(c.chain == code))}
    gone = [row.id for name, row in known.items() if name not in {one["code"] for one in links}]
    on = select(func.count()).select_from(chain_member).where(chain_member.c.link_id.in_(gone))
    if gone and (n := connection.scalar(on)):
        raise ThingRefused(_("要删的环节上还有 {n} 家企业或项目，请先移出").format(n=n))
    connection.execute(delete(chain_link).where(c.id.in_(gone)))
    for place, one in enumerate(links, 1):
        values = {**one, "position": place}
        if one["code"] in known:
            connection.execute(update(chain_link).where(c.id == known[one["code"]].id).values(values))
        else:
            connection.execute(insert(chain_link).values(values | {"chain": code}))


def define_policy(
    connection: Connection, code: str, told: Told, seen: int | None, reason: str, actor: Actor, now: datetime
) -> int:
    """A new policy (`seen` None), or the next state of one. What was granted before stays as it was."""
    bump(connection, "ledgers")
    before = policy_told(connection, code)
    may_define(connection, str((before or told)["department"]), actor)
    seq = _next(connection, "policy", code, before, seen, now)
    values = {name: told[name] for name in ("word", "department", "chain", "since", "until", "amount")}
    values |= {"conditions": {"for": told["for"], "when": told["when"]}}
    if before is None:
        last = connection.scalar(select(func.max(policy.c.position))) or 0
        fixed = {"provenance": lived_here(connection), "source": told["department"], "position": last + 1}
        connection.execute(insert(policy).values({"code": code} | values | fixed))
    else:
        connection.execute(update(policy).where(policy.c.code == code).values(values))
    keep(connection, "policy", code, seq, told, actor, now, reason)
    return seq


def define_judging(
    house: House, connection: Connection, told: Told, seen: int, reason: str, actor: Actor, now: datetime
) -> int:
    """Other rules of what makes a link weak or strong: theirs who lead a chain."""
    bump(connection, "ledgers")
    may_define(connection, "", actor)
    mine = own_departments(connection, actor)
    if not any(row["department"] in mine for row in chain_rows(connection)):
        raise Forbidden(_("牵头产业链的部门和管理员可以修改规则"))
    before = judging_told(house, connection)
    seq = _next(connection, JUDGING, JUDGING, before, seen, now)
    keep(connection, JUDGING, JUDGING, seq, told, actor, now, reason)
    return seq


def define_rule(
    house: House,
    connection: Connection,
    kind: str,
    code: str,
    told: Told,
    seen: int | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> int:
    """A new tag or signal (`kind`; `seen` None), or its next state, which may be that it is out of use."""
    bump(connection, "ledgers")
    every = rules_told(house, connection)
    before = every[kind].get(code)
    may_define(connection, str((before or told)["department"]), actor)
    if before is None and any(code in some for some in every.values()):
        raise BadInput(_("代码“{code}”已被用过").format(code=code))
    if before is None and len(every[kind]) >= MOST_RULES:
        raise BadInput(_("至多 {n} 个").format(n=MOST_RULES))
    seq = _next(connection, kind, code, before, seen, now)
    keep(connection, kind, code, seq, told, actor, now, reason)
    return seq


def _next(connection: Connection, subject: str, code: str, before: Told | None, seen: int | None, now: datetime) -> int:
    """The number of the state to come, if the last is still what was seen; how it was laid down is kept too."""
    if seen is None and before is not None:
        raise BadInput(_("代码“{code}”已被用过").format(code=code))
    if seen is not None and (before is None or seq_of(connection, subject, code) != seen):
        raise ThingRefused(_("刚被他人修改，请刷新后再试"))
    if before is not None and not seen:
        keep(connection, subject, code, 0, before, None, now, LOADED)
    return (seen or 0) + 1


def keep(
    connection: Connection,
    subject: str,
    code: str,
    seq: int,
    told: Told,
    actor: Actor | None,
    now: datetime,
    reason: str,
) -> None:
    """`actor` None: the city itself, as it was laid down."""
    who = {"actor": actor.name, "role": actor.role} if actor else {"actor": "", "role": "system"}
    row = {"subject": subject, "code": code, "seq": seq, "at": now, **who}
    connection.execute(insert(economy_step).values(row | {"reason": reason, "told": dict(told)}))
