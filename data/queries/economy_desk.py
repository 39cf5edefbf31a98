"""What the forms of the economy offer: departments, links of chains, and how a policy is written down."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from data.house import House
from data.ledgers.fields import Dictionary, dictionary
from data.queries.economy_steps import Row, policy_told, seq_of, steps_of
from data.schema import chain, chain_link, indicator, policy
from data.scope import Scope


def every_office(house: House) -> list[str]:
    with house.engine.connect() as connection:
        return offices(connection)


def links_known(connection: Connection) -> list[Row]:
    """Every link of every chain, in their order."""
    columns = (chain_link.c.id, chain_link.c.code, chain_link.c.word, chain.c.code.label("chain"))
    query = select(*columns, chain.c.word.label("chain_word")).join_from(chain_link, chain)
    return [dict(row) for row in connection.execute(query.order_by(chain.c.position, chain_link.c.position)).mappings()]


def offices(connection: Connection) -> list[str]:
    """Departments that lead a chain, grant something, or answer for an indicator."""
    found: set[str] = set()
    for one in (chain.c.department, policy.c.department, indicator.c.department):
        found |= set(connection.scalars(select(one).distinct()))
    return sorted(found - {""})


@dataclass(frozen=True)
class PolicyDesk:
    """What the form of a policy needs: how it is written down (None: a new one), its history, what can be chosen."""

    told: Row | None
    seen: int
    steps: list[Row]
    chains: dict[str, str]
    offices: list[str]
    known: Dictionary


def policy_desk(house: House, code: str, scope: Scope) -> PolicyDesk:
    with house.engine.connect() as connection:
        rows = connection.execute(select(chain.c.code, chain.c.word).order_by(chain.c.position)).all()
        return PolicyDesk(
            told=policy_told(connection, code),
            seen=seq_of(connection, "policy", code),
            steps=steps_of(connection, "policy", code, scope),
            chains={row.code: row.word for row in rows},
            offices=offices(connection),
            known=dictionary(connection),
        )
