"""Sessions: what a cookie holds is known here by its digest alone, and ends here, wherever the cookie still lies.

Each process remembers for `TRUSTED` seconds whose session it is, so that a check costs no query; a password change, a
disabled account or a sign-out ends it at once in the process that does it and within that time in the others.
"""

import hashlib
import secrets
import time
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import Connection, delete, insert

from data.accounts import kiosk
from data.accounts.account import Account, account_of, account_rows
from data.house import EXTENSION
from data.schema import account, account_session

TRUSTED = 1.0  # seconds
MOST = 5_000  # sessions remembered by a process
SITTINGS = "yitu-sittings"


def digest_of(token: str) -> str:
    """A plain hash is enough: a token has 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(connection: Connection, account_id: int, address: str, now: datetime, hours: float) -> str:
    """A new session; returns what the cookie is to hold. Sessions long over are cleared away."""
    token = secrets.token_urlsafe(32)
    connection.execute(delete(account_session).where(account_session.c.ends_at <= now))
    row = dict(digest=digest_of(token), account_id=account_id, address=address, begun_at=now, seen_at=now)
    connection.execute(insert(account_session).values(row | {"ends_at": now + timedelta(hours=hours)}))
    return token


def end(connection: Connection, token: str) -> None:
    connection.execute(delete(account_session).where(account_session.c.digest == digest_of(token)))


def end_all(connection: Connection, account_id: int) -> None:
    """Of this account, on every machine."""
    connection.execute(delete(account_session).where(account_session.c.account_id == account_id))


class Sittings:
    """Whose session a token is, as this process last saw it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Account | None, datetime]] = {}
        self._met: dict[str, datetime] = {}

    def account(self, token: str) -> Account | None:
        """Who sits there; None when the session is over or the account is no longer in force."""
        known = self._known.get(token)
        if known is None or time.monotonic() - known[0] > TRUSTED:
            known = (time.monotonic(), *_read(token))
            if len(self._known) >= MOST:
                self._known = {}
            self._known[token] = known
            self._meet(token, known[1])
        _at, one, until = known
        return one if one is not None and datetime.now(UTC) < until else None

    def forget(self) -> None:
        """After a change: the next check reads anew."""
        self._known = {}

    def met(self) -> dict[str, datetime]:
        """{token: when it was last in use} of the sessions of accounts since this was asked before."""
        met, self._met = self._met, {}
        return met

    def _meet(self, token: str, one: Account | None) -> None:
        if one is not None and not token.startswith(kiosk.PREFIX) and len(self._met) < MOST:
            self._met[token] = datetime.now(UTC)


def _read(token: str) -> tuple[Account | None, datetime]:
    """The account of this session, or the screen, and until when it may go on."""
    if token.startswith(kiosk.PREFIX):
        return _screen(token)
    of = account_rows().join(account_session, account_session.c.account_id == account.c.id)
    of = of.add_columns(account_session.c.ends_at).where(account_session.c.digest == digest_of(token))
    with current_app.extensions[EXTENSION].engine.connect() as connection:
        row = connection.execute(of).mappings().one_or_none()
        if row is None or row["disabled_at"] is not None:
            return None, datetime.now(UTC)
        return account_of(connection, row, token), min(row["ends_at"], row["expires_at"] or row["ends_at"])


def _screen(token: str) -> tuple[Account | None, datetime]:
    now = datetime.now(UTC)
    with current_app.extensions[EXTENSION].engine.connect() as connection:
        row = kiosk.by_session(connection, digest_of(token))
    if row is None or kiosk.state_of(row, now):
        return None, now
    return kiosk.screen_account(row, token), row["expires_at"]


def sittings(server: Flask | None = None) -> Sittings:
    """Those of this app, kept on it."""
    found: Sittings = (server or current_app).extensions.setdefault(SITTINGS, Sittings())
    return found


def in_force(connection: Connection, account_id: int, now: datetime) -> Account | None:
    """The account, unless it is disabled or over."""
    row = connection.execute(account_rows().where(account.c.id == account_id)).mappings().one()
    over = row["disabled_at"] is not None or (row["expires_at"] is not None and row["expires_at"] <= now)
    return None if over else account_of(connection, row)
