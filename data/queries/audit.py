"""The audit log: its rows, and whether its chain holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from data.commands.audit import NOTHING, digest_of
from data.schema import audit, audit_head

MOST = 200
FILTERS = ("actor", "action", "outcome", "target")


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold: the number of the row, and why."""

    n: int
    why: str  # changed missing inserted rewritten


@dataclass(frozen=True)
class Chain:
    """How many rows were looked at, the digest of the last, and every break."""

    rows: int
    head: str
    breaks: tuple[Break, ...]

    @property
    def whole(self) -> bool:
        return not self.breaks


def logged(
    connection: Connection, wanted: dict[str, str], before: int | None = None, most: int = MOST
) -> Sequence[Any]:
    """The newest rows first; `wanted` by FILTERS, whole words but for the target, whose beginning is enough."""
    rows = _filtered(wanted).order_by(audit.c.n.desc()).limit(most)
    return connection.execute(rows.where(audit.c.n < before) if before else rows).mappings().all()


def _filtered(wanted: dict[str, str]) -> Select[Any]:
    rows = select(audit)
    for name in FILTERS:
        if value := wanted.get(name):
            column = audit.c[name]
            rows = rows.where(column.startswith(value, autoescape=True) if name == "target" else column == value)
    return rows


def chain(connection: Connection, kept: str = "", last: int | None = None) -> Chain:
    """Every row hashed again, or the `last` ones; each that does not fit is named once.

    Whoever could rewrite all rows and the head as well is found by `kept`: a digest noted elsewhere earlier.
    """
    found: dict[int, str] = {}
    expected, previous = _start(connection, last)
    count, seen = 0, not kept
    rows = select(audit).where(audit.c.n >= expected).order_by(audit.c.n) if last else select(audit).order_by(audit.c.n)
    for row in connection.execute(rows, execution_options={"yield_per": 1_000}).mappings():
        n, whole = row["n"], row["digest"] == digest_of(row)
        found |= dict.fromkeys(range(expected, min(n, expected + MOST)), "missing")
        if not whole:
            found[n] = "changed"
        elif n == expected and row["previous"] != previous:  # this row is as it was: the one before it is not
            found.setdefault(max(1, n - 1), "changed")
        expected, previous, count, seen = n + 1, row["digest"], count + 1, seen or row["digest"] == kept
    found |= _end(connection, expected - 1, previous)
    if not seen:
        found.setdefault(max(1, expected - 1), "rewritten")
    return Chain(count, previous, tuple(Break(n, why) for n, why in sorted(found.items())))


def _start(connection: Connection, last: int | None) -> tuple[int, str]:
    """The first number to look at, and the digest before it."""
    head = connection.scalar(select(audit_head.c.n)) or 0
    if not last or head <= last:
        return 1, NOTHING
    before = head - last
    return before + 1, connection.scalar(select(audit.c.digest).where(audit.c.n == before)) or NOTHING


def _end(connection: Connection, last: int, digest: str) -> dict[int, str]:
    """Whether the chain ends where its head says."""
    head = connection.execute(select(audit_head.c.n, audit_head.c.digest)).one()
    if head.n > last:
        return dict.fromkeys(range(last + 1, min(head.n, last + MOST) + 1), "missing")
    if head.n < last:
        return dict.fromkeys(range(max(head.n, last - MOST) + 1, last + 1), "inserted")
    return {} if head.digest == digest else {max(1, last): "changed"}
