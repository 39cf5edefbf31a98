"""一企一档: one enterprise as its reader may see it, with tags, risk signals, links of chains, policies and appeals."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data.economy.condition import SUBJECT, Ground, held
from data.economy.plan import Rule
from data.house import House
from data.ledgers.fields import dictionary
from data.queries.cases import in_scope
from data.queries.economy_desk import links_known
from data.queries.economy_rules import ruled
from data.queries.economy_steps import seq_of, steps_of
from data.queries.enterprises import Rules, read_rules
from data.queries.policies import Policy
from data.queries.policy_matches import policies_for
from data.queries.project_file import projects_of
from data.queries.record_calls import calls_at
from data.queries.records import Seen, seen_record
from data.queries.regions import home_of
from data.schema import appeal, chain, chain_link, chain_member, event, record, record_more
from data.schema import policy_grant as grant
from data.schema import policy_grant_step as step
from data.scope import Scope
from data.things.masks import NAMES

Row = dict[str, Any]
APPEALS, STEPS = 40, 60
_TABLE = record.join(record_more, record_more.c.record_id == record.c.id)


@dataclass(frozen=True)
class EnterpriseFile:
    """`tags` and `signals` with their reasons; `policies`: how it stands to each that is in force."""

    seen: Seen
    provenance: str
    tags: list[tuple[Rule, list[str]]]
    signals: list[tuple[Rule, list[str]]]
    links: list[Row]
    moved: list[Row]  # how its links were changed
    every_link: list[Row]  # to which it could come
    seen_links: int
    policies: list[tuple[Policy, Row]]
    grants: list[Row]
    appeals: list[Row]
    projects: list[Row]
    calls: list[Row]  # smart visits, the newest first


def enterprise_file(house: House, code: str, scope: Scope) -> EnterpriseFile:
    """UnknownThing outside the scope."""
    with house.engine.connect() as connection:
        known, plan = dictionary(connection), ruled(house, connection)
        seen = seen_record(connection, known, SUBJECT, code, scope)
        ground = Ground(known, home_of(connection, scope), house.clock.now(), scope)
        held_by = [
            _held(connection, read_rules(ground, rules, scope), seen.id, scope) for rules in (plan.tags, plan.signals)
        ]
        return EnterpriseFile(
            seen=seen,
            provenance=str(connection.scalar(select(record.c.provenance).where(record.c.id == seen.id))),
            tags=held_by[0],
            signals=held_by[1],
            links=_links(connection, seen.id),
            moved=steps_of(connection, "member", code, scope),
            every_link=links_known(connection),
            seen_links=seq_of(connection, "member", code),
            policies=policies_for(connection, ground, seen.id),
            grants=_grants(connection, seen.id, scope),
            appeals=_appeals(connection, seen.id, scope),
            projects=projects_of(connection, known, seen.id, scope),
            calls=calls_at(connection, seen.id, scope, ground.now),
        )


def _held(connection: Connection, rules: Rules, record_id: int, scope: Scope) -> list[tuple[Rule, list[str]]]:
    """The rules that hold for it, each with what is known and what the rule wants."""
    tests = {f"{code}_{n}": test for code, (_rule, some) in rules.items() for n, test in enumerate(some)}
    looked = [test.field.column.label(f"v_{name}") for name, test in tests.items() if test.field]
    flags = [test.flag.label(f"t_{name}") for name, test in tests.items()]
    if not flags:
        return []
    query = select(*flags, *looked).select_from(_TABLE).where(record.c.id == record_id)
    row = connection.execute(query).mappings().one()
    return [
        (rule, [_reason(test, row.get(f"v_{code}_{n}"), scope) for n, test in enumerate(some)])
        for code, (rule, some) in rules.items()
        if all(row[f"t_{code}_{n}"] for n in range(len(some)))
    ]


def _reason(test: Any, value: Any, scope: Scope) -> str:
    told = held(test, value, scope.clearance)
    words = str(test.words())
    return words if not told or told in words else f"{words} ({told})"


def _links(connection: Connection, record_id: int) -> list[Row]:
    joined = chain_member.join(chain_link, chain_link.c.id == chain_member.c.link_id)
    joined = joined.join(chain, chain.c.code == chain_link.c.chain)
    columns = (chain.c.code.label("chain"), chain.c.word.label("chain_word"), chain_link.c.word, chain_link.c.tier)
    query = select(*columns, chain_link.c.code, chain_link.c.id).select_from(joined)
    query = query.where(chain_member.c.record_id == record_id)
    return [dict(row) for row in connection.execute(query.order_by(chain.c.position)).mappings()]


def _grants(connection: Connection, record_id: int, scope: Scope) -> list[Row]:
    """Every step of every grant, newest first; by whom only for those who may know people."""
    columns = (grant.c.policy, step.c.state, step.c.amount, step.c.at, step.c.actor, step.c.reason, grant.c.provenance)
    query = select(*columns).join_from(step, grant, grant.c.id == step.c.grant_id)
    query = query.where(grant.c.record_id == record_id).order_by(step.c.at.desc(), step.c.seq.desc()).limit(STEPS)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return rows if scope.clearance >= NAMES else [row | {"actor": "", "reason": ""} for row in rows]


def _appeals(connection: Connection, record_id: int, scope: Scope) -> list[Row]:
    """What it asked for, newest first: the cases that this reader may see."""
    columns = [event.c[name] for name in ("code", "title", "leaf", "stage", "agency", "reported_at", "deadline_at")]
    query = select(*columns).join_from(appeal, event, event.c.id == appeal.c.event_id)
    query = query.where(appeal.c.record_id == record_id, *in_scope(scope)).order_by(event.c.reported_at.desc())
    return [dict(row) for row in connection.execute(query.limit(APPEALS)).mappings()]
