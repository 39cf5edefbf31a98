"""What chains, policies, rules of links and members of chains were made to be: every state with who and why."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select

from data.economy.plan import EconomyPlan, declared, economy_plan, link_rules
from data.house import House
from data.schema import chain, chain_link, economy_step, policy
from data.scope import Scope
from data.things.masks import NAMES

S = economy_step.c
JUDGING = "judging"  # the one set of rules of links
HISTORY = 50
Row = dict[str, Any]


def steps_of(connection: Connection, subject: str, code: str, scope: Scope) -> list[Row]:
    """Newest first, each with what it was `before`; by whom only for those who may know people."""
    query = select(economy_step).where(S.subject == subject, S.code == code).order_by(S.seq.desc()).limit(HISTORY)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    known = {} if scope.clearance >= NAMES else {"actor": ""}
    before = [row["told"] for row in rows[1:]] + [None] * bool(rows)
    return [row | known | {"before": one} for row, one in zip(rows, before, strict=True)]


def seq_of(connection: Connection, subject: str, code: str) -> int:
    """How often it was changed; 0 for what is as it was laid down."""
    found = connection.scalar(select(func.max(S.seq)).where(S.subject == subject, S.code == code))
    return int(found or 0)


def judging(house: House, connection: Connection) -> EconomyPlan:
    """What the city declares, with the rules of links as they were last changed."""
    plan, told = economy_plan(house), _judged(connection)
    return replace(plan, **link_rules(told)) if told else plan


def judging_told(house: House, connection: Connection) -> Row:
    """The rules of links in force, as they are written down."""
    return _judged(connection) or dict(declared(house.settings.cities_dir / house.settings.city)["links"])


def _judged(connection: Connection) -> Row | None:
    query = select(S.told).where(S.subject == JUDGING, S.code == JUDGING).order_by(S.seq.desc()).limit(1)
    found: Row | None = connection.scalar(query)
    return found


def chain_told(connection: Connection, code: str) -> Row | None:
    """A chain as it is now, in the shape in which its states are kept."""
    row = connection.execute(select(chain).where(chain.c.code == code)).mappings().one_or_none()
    if row is None:
        return None
    columns = [chain_link.c[name] for name in ("code", "tier", "word", "mark", "why")]
    links = connection.execute(select(*columns).where(chain_link.c.chain == code).order_by(chain_link.c.position))
    return {"word": row["word"], "department": row["department"], "links": [dict(one) for one in links.mappings()]}


def policy_told(connection: Connection, code: str) -> Row | None:
    row = connection.execute(select(policy).where(policy.c.code == code)).mappings().one_or_none()
    if row is None:
        return None
    names = ("word", "department", "chain", "since", "until", "amount")
    return {name: row[name] for name in names} | dict(row["conditions"])
