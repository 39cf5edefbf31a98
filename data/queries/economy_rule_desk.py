"""A tag or risk signal as its page shows it: how it is written down, in words, and what it was before."""

from dataclasses import dataclass
from typing import Any

from data.economy.condition import Ground
from data.errors import BadInput, CityError
from data.house import House
from data.ledgers.fields import Dictionary, dictionary
from data.queries.economy_desk import offices
from data.queries.economy_rules import Row, rules_told
from data.queries.economy_steps import seq_of, steps_of
from data.queries.regions import home_of
from data.scope import Scope


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
