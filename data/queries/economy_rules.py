"""Tags and risk signals as they are in force: as the city declares them, then as they were changed on the screen."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select

from data.economy.plan import EconomyPlan, Rule, economy_plan, rule_of
from data.house import House
from data.schema import economy_step

KINDS = {"tag": "tags", "signal": "signals"}
S = economy_step.c
Row = dict[str, Any]


def rules_told(house: House, connection: Connection) -> dict[str, dict[str, Row]]:
    """{kind: {code: how it is written down}}, those out of use too: the declared ones first, then the new ones."""
    plan = economy_plan(house)
    told = {kind: {one.code: _row(one) for one in getattr(plan, name)} for kind, name in KINDS.items()}
    last = select(S.subject, S.code, func.max(S.seq).label("seq")).where(S.subject.in_(list(KINDS)))
    newest = last.group_by(S.subject, S.code).subquery()
    same = (S.subject == newest.c.subject) & (S.code == newest.c.code) & (S.seq == newest.c.seq)
    changed = select(S.subject, S.code, S.told).join_from(economy_step, newest, same).order_by(S.code)
    for kind, code, row in connection.execute(changed):
        told[kind][code] = dict(row)
    return told


def ruled(house: House, connection: Connection) -> EconomyPlan:
    """What the city declares, with the tags and signals that are in use now."""
    told = rules_told(house, connection)
    tags, signals = (tuple(_used(told[kind])) for kind in KINDS)
    return replace(economy_plan(house), tags=tags, signals=signals)


def _used(some: dict[str, Row]) -> Iterator[Rule]:
    return (rule_of({**row, "code": code}) for code, row in some.items() if not row["off"])


def _row(one: Rule) -> Row:
    told = {"word": one.word, "department": one.department, "model": one.model}
    return told | {"when": list(one.when), "off": False}
