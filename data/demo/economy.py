"""The demo's economy over the records of its ledgers: members of chains, moves of projects, grants."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select, update

from data.commands.revisions import bump
from data.demo.base_dice import dice
from data.economy.condition import Ground
from data.economy.words import STAGES
from data.ledgers.fields import Dictionary, dictionary
from data.queries.investment import LEDGER, ORDER, STAGE
from data.queries.policies import Policy, policies_of
from data.queries.regions import home_of
from data.schema import chain_link, chain_member, policy_grant, policy_grant_step, project_party, record, record_history
from data.schema import record_more as more
from data.scope import Scope

ON_CHAIN = 0.35  # share of the enterprises of its trades that a chain has
CROWDED = 6  # enterprises of a village with one address
STEPS = {"offered": 1, "claimed": 2, "checked": 3, "paid": 4}
GRANTED = 0.45  # share of those whom a policy fits
WHO = ("招商专员-001", "agency")
CLERK = ("惠企专员-001", "agency")
GONE, TALKING = 0.06, 0.5
GIVEN = {
    "lead": "登记线索",
    "talks": "企业来访洽谈",
    "signed": "签订投资协议",
    "started": "取得施工许可",
    "done": "通过竣工验收",
}
GIVEN |= {"running": "投入生产", "dropped": "企业调整投资计划"}
Row = dict[str, Any]


def seed_economy(connection: Connection, plan: Mapping[str, Any], anchor: datetime, seed: int) -> None:
    """Lay it where there is none of it; the same seed gives the same rows."""
    if connection.scalar(select(chain_member.c.record_id).limit(1)) is not None:
        return
    known = dictionary(connection)
    _crowd(connection, known)
    _chains(connection, known, plan, anchor, seed)
    _projects(connection, known, anchor, seed)
    _grants(connection, known, anchor, seed)
    bump(connection, "ledgers")


def _firms(connection: Connection, known: Dictionary) -> list[Any]:
    trade = known.fields["enterprise.trade"].column.label("trade")
    query = select(record.c.id, record.c.cell_id, trade).where(record.c.subject == "enterprise")
    return list(connection.execute(query.order_by(record.c.id)).all())


def _crowd(connection: Connection, known: Dictionary) -> None:
    """The first few enterprises say one address: what a rule is there to find."""
    slot = known.fields["enterprise.address"].slot
    first = [row.id for row in _firms(connection, known)[:CROWDED]]
    if slot:
        connection.execute(update(record).where(record.c.id.in_(first)).values({slot: "集群注册地址-001"}))


def _chains(connection: Connection, known: Dictionary, plan: Mapping[str, Any], anchor: datetime, seed: int) -> None:
    firms = _firms(connection, known)
    rows: list[Row] = []
    for code, _word, _department, trades, _tiers in plan["chains"]:
        roll = dice(seed, "chain", code)
        query = select(chain_link.c.id).where(chain_link.c.chain == code).order_by(chain_link.c.position)
        links = connection.scalars(query).all()
        weights = 1 / (1 + roll.permutation(len(links)) ** 1.5)
        mine = [firm for firm in firms if firm.trade in trades]
        chosen = np.flatnonzero(roll.random(len(mine)) < ON_CHAIN)
        places = roll.choice(len(links), len(chosen), p=weights / weights.sum())
        rows += [_member(links[place], mine[n], anchor) for n, place in zip(chosen, places, strict=True)]
    if rows:
        connection.execute(insert(chain_member), rows)


def _member(link: int, firm: Any, anchor: datetime) -> Row:
    return {
        "link_id": link,
        "record_id": firm.id,
        "cell_id": firm.cell_id,
        "since": anchor,
        "provenance": "simulated",
    }


def _projects(connection: Connection, known: Dictionary, anchor: datetime, seed: int) -> None:
    """How each investment project came to its stage, move by move."""
    field = known.fields[STAGE]
    r, roll = record.c, dice(seed, "investment")
    where = (r.subject == "project", r.member.like(f"% {LEDGER} %"))
    query = select(r.id, r.cell_id, field.column.label("stage")).where(*where).order_by(r.id)
    links = connection.scalars(select(chain_link.c.id).order_by(chain_link.c.id)).all()
    firms = _firms(connection, known)
    for one in connection.execute(query).all():
        if firms and links:
            link, firm = links[int(roll.integers(len(links)))], firms[int(roll.integers(len(firms)))]
            connection.execute(insert(chain_member).values(_member(link, one, anchor)))
            connection.execute(insert(project_party).values(project_id=one.id, enterprise_id=firm.id))
        stage = one.stage if one.stage in (*STAGES, "dropped") else "lead"
        stage = _drawn(stage, float(roll.random()))
        line = list(ORDER[: ORDER.index(stage) + 1] if stage in ORDER else (*ORDER[:3], "dropped"))
        at = anchor - timedelta(days=int(roll.integers(0, 90)) + 1)
        moments = [at - timedelta(days=int(gap)) for gap in np.cumsum(roll.integers(12, 80, len(line)))[::-1]]
        moves = list(zip((None, *line), line, moments, strict=False))
        steps = [_move(one.id, n, *move) for n, move in enumerate(moves, 2)]
        if steps:
            connection.execute(insert(record_history), steps)
        values: Row = {"seq": len(steps) + 1} | ({field.slot: stage} if field.slot else {})
        connection.execute(update(record).where(r.id == one.id).values(values))


def _drawn(stage: str, chance: float) -> str:
    """Some leads are in talks, and a few were dropped."""
    if chance < GONE:
        return "dropped"
    return "talks" if stage == "lead" and chance < TALKING else stage


def _move(number: int, seq: int, before: str | None, after: str, at: datetime) -> Row:
    told = {"record_id": number, "seq": seq, "field": STAGE, "at": at, "before": before, "after": after}
    return told | {"actor": WHO[0], "role": WHO[1], "reason": GIVEN[after]}


def _grants(connection: Connection, known: Dictionary, anchor: datetime, seed: int) -> None:
    """Some of those whom a policy fits were offered it; some of these have been paid."""
    scope = Scope(cells=Scope.guest().cells, clearance=2)
    ground = Ground(known, home_of(connection, scope), anchor, scope)
    for one in policies_of(connection, ground):
        roll = dice(seed, "grant", one.code)
        joined = record.join(more, more.c.record_id == record.c.id)
        fits = (record.c.subject == "enterprise", one.missing == 0)
        query = select(record.c.id, record.c.cell_id, one.amount.label("amount")).select_from(joined).where(*fits)
        for firm in connection.execute(query.order_by(record.c.id)).all():
            if roll.random() < GRANTED:
                _grant(connection, one, firm, anchor, roll)


def _grant(connection: Connection, one: Policy, firm: Any, anchor: datetime, roll: np.random.Generator) -> None:
    states: Sequence[str] = list(STEPS)[: int(roll.integers(1, len(STEPS) + 1))]
    days = sorted((int(day) for day in roll.integers(1, 60, len(states))), reverse=True)
    moments = [anchor - timedelta(days=day) for day in days]
    amount = round(float(firm.amount), 2)
    row = {"policy": one.code, "record_id": firm.id, "cell_id": firm.cell_id, "amount": amount, "state": states[-1]}
    row |= {"seq": len(states), "at": moments[-1], "provenance": "simulated"}
    number = connection.scalar(insert(policy_grant).values(row).returning(policy_grant.c.id))
    who = {"actor": CLERK[0], "role": CLERK[1], "reason": ""}
    both = enumerate(zip(states, moments, strict=True), 1)
    told = [{"grant_id": number, "seq": n, "state": state, "at": at, "amount": amount} | who for n, (state, at) in both]
    connection.execute(insert(policy_grant_step), told)
