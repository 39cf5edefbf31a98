"""Keys at the doors: `Authorization: Bearer yitu_…` says which sender speaks."""

import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Request, Response
from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from data.accounts.seat import keyed
from data.commands.senders import USE, departments_of, digest_of, note_use
from data.doors.problem import problem
from data.engine import writing
from data.errors import CockpitError
from data.house import House
from data.life.actor import Actor
from data.schema import region, sender
from data.scope import Scope

LONGEST = 200


class Unauthorized(CockpitError):
    """No key, or one that opens nothing; never says which."""

    status = 401


@dataclass(frozen=True)
class Sender:
    """Who speaks, as an actor within its scope, where its events come from, and the code of its region."""

    id: int
    actor: Actor
    source: str
    region: str


def sender_of(request: Request, house: House) -> Sender:
    """The sender of this request. Unauthorized without a key, or with one unknown, expired or revoked."""
    if known := keyed():  # the gate has looked already
        return known
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return by_key(house, key.strip() if scheme.lower() == "bearer" else "")


def sender_or_guest(request: Request, house: House) -> Sender | None:
    """None when the request names no one; a wrong key is not taken for no key."""
    return sender_of(request, house) if "Authorization" in request.headers else None


def by_key(house: House, key: str) -> Sender:
    """The sender who holds this key."""
    if key and len(key) <= LONGEST:
        with house.engine.connect() as connection:
            found, used_at = _find(connection, key)
        if found:
            _note_use(house, found, used_at)
            return found
    raise Unauthorized("a valid key is needed: Authorization: Bearer …")


def _note_use(house: House, found: Sender, used_at: datetime | None) -> None:
    """When it was last used, to the hour; a database that cannot write now lets the sender in all the same."""
    now = datetime.now(UTC)
    if used_at is None or used_at <= now - USE:
        with suppress(SQLAlchemyError), writing(house.engine) as connection:
            note_use(connection, found.id, now)


def _find(connection: Connection, key: str) -> tuple[Sender | None, datetime | None]:
    """Whose key it is, and when it was last used."""
    digest = digest_of(key)
    row = connection.execute(select(sender).where(sender.c.digest == digest)).one_or_none()
    if row is None or not hmac.compare_digest(row.digest, digest):
        return None, None
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= datetime.now(UTC)):
        return None, None
    of = select(region.c.code).where(region.c.tree == "spine", region.c.lo == row.lo, region.c.hi == row.hi)
    code = connection.scalar(of.order_by(region.c.level).limit(1))
    scope = Scope(
        cells=((row.lo, row.hi),), departments=departments_of(row.departments), roles=(row.role,), clearance=1
    )
    actor = Actor(name=row.name, role=row.role, scope=scope, key=f"sender:{row.id}")
    return Sender(row.id, actor, row.source, code or ""), row.used_at


def answer_keys(door: Blueprint) -> None:
    """Tell a sender without a valid key how to show one (RFC 6750)."""
    door.register_error_handler(Unauthorized, _unauthorized)


def _unauthorized(error: Exception) -> Response:
    answer = problem(401, str(error))
    answer.headers["WWW-Authenticate"] = 'Bearer realm="yitu"'
    return answer
