"""Chains and policies of a city, from its pack or from the general ones: laid down once."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from data.commands.revisions import bump
from data.schema import chain, chain_link, policy

Row = dict[str, Any]


def install_economy(connection: Connection, plan: Mapping[str, Any]) -> bool:
    """Whether they were laid down now. A city without them gets them; those it has stay as they are."""
    if connection.scalar(select(chain.c.code).limit(1)) is not None:
        return False
    said = {"provenance": plan.get("provenance", "published"), "source": plan["source"]}
    connection.execute(insert(chain), [_chain(n, one) | said for n, one in enumerate(plan["chains"], 1)])
    connection.execute(insert(chain_link), [one | {"position": n} for n, one in enumerate(_links(plan), 1)])
    connection.execute(insert(policy), [_policy(n, one) | said for n, one in enumerate(plan["policies"], 1)])
    bump(connection, "ledgers")
    return True


def _chain(n: int, one: list[Any]) -> Row:
    return {"code": one[0], "word": one[1], "department": one[2], "position": n}


def _links(plan: Mapping[str, Any]) -> Iterator[Row]:
    for code, _word, _department, _trades, tiers in plan["chains"]:
        for tier, links in tiers.items():
            yield from ({"chain": code, "tier": tier, "code": name, "word": word} for name, word in links.items())


def _policy(n: int, one: Mapping[str, Any]) -> Row:
    given = {name: one[name] for name in ("code", "word", "department", "amount", "since")}
    more = {
        "chain": one.get("chain"),
        "until": one.get("until"),
        "conditions": {"for": one.get("for", []), "when": one["when"]},
    }
    return given | more | {"position": n}
