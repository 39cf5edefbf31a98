"""Once: a request that comes again under the same key is answered as it was the first time, and done once."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request
from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.accounts.seat import keyed
from data.commands.audit import DONE, REFUSED, note
from data.engine import briefly, writing
from data.errors import BadInput, CockpitError
from data.schema import sent_once

KEPT = timedelta(days=7)
REPORTS = ("/api/v1/events", "/api/v1/readings", "/api/v1/forecasts", "/api/v1/signals")
KEY = re.compile(r'"?([!#-~]{1,128})"?')
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class OtherRequest(CockpitError):
    """The key was used for another request."""

    status = 422


@dataclass(frozen=True)
class Reply:
    """What the sender is told; `again` when it was told before."""

    status: int
    body: bytes
    again: bool = False


def key_of(header: str | None) -> str | None:
    """The key of an Idempotency-Key header, quoted (as the IETF draft has it) or bare; None without one."""
    if header is None:
        return None
    if not (found := KEY.fullmatch(header.strip())):
        raise BadInput("Idempotency-Key: 1 to 128 printable ASCII characters")
    return found[1]


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What makes two requests the same one."""
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body))).hexdigest()


def once(
    engine: Engine,
    sender_id: int,
    key: str | None,
    digest: str,
    work: Callable[[Connection], Reply],
    *,
    brief: bool = True,
) -> Reply:
    """`work`'s reply, in one transaction with what it does. Of requests with one key at the same time, one works.

    Raises OtherRequest when the key stands for another request. What `work` raises undoes all, the key too.
    `brief`: a command or two, which may share a commit with others.
    """
    with (briefly if brief else writing)(engine) as connection:
        if key is None:
            return _told(connection, work(connection))
        mine = (sent_once.c.sender_id == sender_id, sent_once.c.key == key)
        if not _first(connection, sender_id, key, digest):
            known = connection.execute(select(sent_once).where(*mine)).one()
            if known.digest != digest:
                raise OtherRequest("Idempotency-Key: it was used for another request")
            return Reply(known.status, known.body, again=True)
        reply = _told(connection, work(connection))
        connection.execute(update(sent_once).where(*mine).values(status=reply.status, body=reply.body))
        return reply


def _told(connection: Connection, reply: Reply) -> Reply:
    """The audit log tells what a sender does; what it reports is told by the batches, histories and the quarantine."""
    if (sender := keyed()) and request.path not in REPORTS:
        actor, outcome = sender.actor, DONE if reply.status < 400 else REFUSED
        target = f"{request.method} {request.path}"
        note(connection, "api", target, actor=actor.name, role=actor.role, outcome=outcome)
    return reply


def _first(connection: Connection, sender_id: int, key: str, digest: str) -> bool:
    """Whether this is the first request with the key. Waits for one that is being answered just now."""
    now = datetime.now(UTC)
    connection.execute(delete(sent_once).where(sent_once.c.at < now - KEPT))
    row = dict(sender_id=sender_id, key=key, digest=digest, status=0, body=b"", at=now)
    statement = _INSERT[connection.dialect.name](sent_once).values(row).on_conflict_do_nothing()
    return connection.scalar(statement.returning(sent_once.c.sender_id)) is not None
