"""A screen as a request meets it: it sits there like an account whose role is to be looked at, and does nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from data.accounts.account import Account, Place, account_with
from data.schema import region, screen

KIOSK = "screen"  # its role; no account may have it
PREFIX = "screen:"  # of what its cookie holds, so that it is never taken for an account's session


def screen_rows() -> Select[Any]:
    """Screens with their regions; for `screen_account`."""
    of = [region.c[name].label(f"region_{name}") for name in Place._fields]
    return select(screen, *of).join(region, region.c.id == screen.c.region_id)


def by_session(connection: Connection, digest: str) -> Mapping[Any, Any] | None:
    """The screen that entered with this session last, in force or not."""
    return connection.execute(screen_rows().where(screen.c.session == digest)).mappings().one_or_none()


def screen_account(row: Mapping[Any, Any], token: str = "") -> Account:
    """The screen of a row of `screen_rows`, as whoever asks what it may see. Its number is no account's."""
    seat = {"id": -row["id"], "login": f"screen.{row['code']}", "role": KIOSK, "clearance": 0, "demo": False}
    return account_with(dict(row) | seat | {"must_change": False, "password": None}, (), token)


def state_of(row: Mapping[Any, Any], now: datetime) -> str:
    """`revoked`, `expired` or, in force, ""."""
    if row["revoked_at"] is not None:
        return "revoked"
    return "expired" if row["expires_at"] <= now else ""
