"""The audit log: who did what, when, from where, with what outcome. Each row carries the digest of the one before.

A row is written in the transaction of what it tells of, as its last statement: writers queue at the head of the chain.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, insert, update

from data.accounts.seat import seated
from data.engine import briefly, writing
from data.errors import Forbidden
from data.house import House
from data.life.actor import Actor
from data.schema import audit, audit_head

HASHED = ("n", "at", "actor", "role", "action", "target", "address", "outcome", "detail", "previous")
NOTHING = "0" * 64  # what the first row follows
_TAKE = update(audit_head).values(n=audit_head.c.n + 1).returning(audit_head.c.n, audit_head.c.digest)
DONE, REFUSED, FAILED = "done", "refused", "failed"


def digest_of(row: Mapping[Any, Any]) -> str:
    """SHA-256 of a row's columns in order, as a JSON list."""
    told = json.dumps([row[name] for name in HASHED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def note(
    connection: Connection,
    action: str,
    target: str = "",
    *,
    actor: str = "",
    role: str = "",
    outcome: str = DONE,
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Append a row; its number. Without `actor` it is the account that is signed in, else the house itself."""
    one = seated()
    who, capacity = (actor, role) if actor else (one.login, one.role) if one else ("system", "system")
    number, previous = _take_place(connection)
    row = {
        "n": number,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "actor": _plain(who, 64),
        "role": _plain(capacity, 16),
        "action": action,
        "target": _plain(target, 160),
        "address": address()[:45],
        "outcome": outcome,
        "detail": _plain(json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str), 4_000),
        "previous": previous,
    }
    row["digest"] = digest_of(row)
    connection.execute(insert(audit).values(row))
    connection.execute(update(audit_head).values(digest=row["digest"]))
    return number


def _take_place(connection: Connection) -> tuple[int, str]:
    """The next number and the digest before it. Writes first, so that nobody else takes the same."""
    head = connection.execute(_TAKE).one_or_none()
    if head is None:
        connection.execute(insert(audit_head).values(id=1, n=1, digest=NOTHING))
        return 1, NOTHING
    return head.n, head.digest


def _plain(text: str, most: int) -> str:
    """What both databases keep as it is, so that it hashes the same when it is read."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[:most]


def address() -> str:
    """Where the request comes from; "" for what the house does by itself."""
    return (request.remote_addr or "") if has_request_context() else ""


@contextmanager
def acted(house: House, actor: Actor, action: str, target: str = "", *, brief: bool = False) -> Iterator[Connection]:
    """A transaction for what a person does on a screen, told in the log as its last row; a refusal is told too."""
    one = seated()
    who, role = (one.login, one.role) if one else (actor.name, actor.role)
    try:
        with (briefly if brief else writing)(house.engine) as connection:
            yield connection
            note(connection, action, target, actor=who, role=role)
    except Forbidden as error:
        with writing(house.engine) as connection:
            detail = {"why": str(error)}
            note(connection, action, target, actor=who, role=role, outcome=REFUSED, detail=detail)
        raise
