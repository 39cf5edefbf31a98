"""Tags and risk signals as they are in force: as the city declares them, then as they were changed on the screen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from data.economy.condition import Ground
from data.economy.plan import EconomyPlan, Rule, economy_plan, rule_of
from data.errors import BadInput, CityError
from data.house import House
from data.ledgers.fields import Dictionary, dictionary
from data.queries.economy_desk import offices
from data.queries.economy_steps import seq_of, steps_of
from data.queries.regions import home_of
from data.schema import economy_step
from data.scope import Scope

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
    used = {name: tuple(_used(told[kind])) for kind, name in KINDS.items()}
    return replace(economy_plan(house), **used)


def _used(some: dict[str, Row]) -> Iterator[Rule]:
    return (rule_of({**row, "code": code}) for code, row in some.items() if not row["off"])


def _row(one: Rule) -> Row:
    told = {"word": one.word, "department": one.department, "model": one.model}
    return told | {"when": list(one.when), "off": False}


@dataclass(frozen=True)
class RuleDesk:
    """What the page of a tag or signal needs. `told` None: there is none; `idle`: {kind: {code: word}} out of use."""

    kind: str
    code: str
    told: Row | None
    words: list[str]
    seen: int
    steps: list[Row]
    idle: dict[str, dict[str, str]]
    offices: list[str]
    known: Dictionary


def rule_desk(house: House, kind: str, code: str, scope: Scope) -> RuleDesk:
    """`kind` "": of none, but with what a new one can be made of."""
    with house.engine.connect() as connection:
        every, known = rules_told(house, connection), dictionary(connection)
        ground = Ground(known, home_of(connection, scope), house.clock.now(), scope)
        told = every.get(kind, {}).get(code)
        steps = steps_of(connection, kind, code, scope) if told else []
        return RuleDesk(
            kind=kind,
            code=code,
            told=told,
            words=_words(ground, told["when"]) if told else [],
            seen=seq_of(connection, kind, code) if told else 0,
            steps=[one | {"words": _words(ground, one["told"]["when"])} for one in steps],
            idle={name: {one: row["word"] for one, row in some.items() if row["off"]} for name, some in every.items()},
            offices=offices(connection),
            known=known,
        )


def _words(ground: Ground, when: list[Any]) -> list[str]:
    """A condition that the dictionary of today no longer reads is told as it is written."""
    return [_said(ground, one) for one in when]


def _said(ground: Ground, one: Any) -> str:
    try:
        test = ground.test(one)
    except (BadInput, CityError):
        return str(one)
    return str(test.words())
