"""Odd behaviour in the audit log of the last days, by declared rules: what an auditor looks at first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from data.audit_words import SIGNS, Sign
from data.schema import audit
from data.times import local

DAYS = 7
LOOKED = 20_000  # rows, the newest
NIGHT = (22, 6)  # hours of the local day
AWAKE = ("duty_officer", "system")  # roles whose work the night is
COLUMNS = ("n", "at", "actor", "role", "action", "outcome", "address")
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Odd:
    """What one name did: `n` times between two moments; `address` where all of them came from one."""

    kind: str
    actor: str
    n: int
    first: datetime
    last: datetime
    address: str


@dataclass(frozen=True)
class Watched:
    """The odd things, the newest first; `whole`: all of the days could be looked at."""

    odd: Sequence[Odd]
    whole: bool


def watched(connection: Connection, now: datetime) -> Watched:
    query = select(*(audit.c[name] for name in COLUMNS)).order_by(audit.c.n.desc()).limit(LOOKED)
    rows = [dict(row) | {"at": datetime.fromisoformat(row["at"])} for row in connection.execute(query).mappings()]
    rows.reverse()
    since = now - timedelta(days=DAYS)
    found = [one for one in signs(rows) if one.last >= since]
    reached = len(rows) < LOOKED or rows[0]["at"] <= since
    return Watched(sorted(found, key=lambda one: (one.last, one.kind, one.actor), reverse=True), reached)


def signs(rows: Sequence[Line]) -> Iterator[Odd]:
    """Of rows in their order: each name at most once a rule for the counted ones, at its busiest."""
    for kind, rule in SIGNS.items():
        if rule.within is None:
            yield from _strange(kind, rows)
            continue
        by_actor: dict[str, list[Line]] = defaultdict(list)
        for row in rows:
            if _fits(rule, row):
                by_actor[row["actor"]].append(row)
        for actor, some in by_actor.items():
            if len(most := _busiest(some, rule.within)) >= rule.least:
                yield _odd(kind, actor, most)


def _fits(rule: Sign, row: Line) -> bool:
    if row["outcome"] != rule.outcome or (rule.actions and row["action"] not in rule.actions):
        return False
    if rule.night:
        hour = local(row["at"]).hour
        return row["role"] not in AWAKE and (hour >= NIGHT[0] or hour < NIGHT[1])
    return bool(rule.actions) or row["action"] != "sign_in"


def _busiest(rows: Sequence[Line], within: timedelta) -> Sequence[Line]:
    """The most rows that lie in a span so long, the last such."""
    first, best = 0, rows[:0]
    for end, row in enumerate(rows, start=1):
        while row["at"] - rows[first]["at"] > within:
            first += 1
        if end - first >= len(best):
            best = rows[first:end]
    return best


def _strange(kind: str, rows: Iterable[Line]) -> Iterator[Odd]:
    """Signed in from where this account never did before, though it did elsewhere."""
    known: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["action"] != "sign_in" or row["outcome"] != "done" or not row["address"]:
            continue
        if (before := known[row["actor"]]) and row["address"] not in before:
            yield _odd(kind, row["actor"], [row])
        before.add(row["address"])


def _odd(kind: str, actor: str, rows: Sequence[Line]) -> Odd:
    places = {row["address"] for row in rows}
    return Odd(kind, actor, len(rows), rows[0]["at"], rows[-1]["at"], places.pop() if len(places) == 1 else "")
