"""An account as a request meets it: who, in which capacity, and what it may see."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from data.schema import account, region
from data.scope import EVERY_CELL, Scope

ACTS_AS = {  # role of an account: role of its moves; the others look on
    "leader": "leader",
    "department_head": "agency",
    "agency": "agency",
    "duty_officer": "duty_officer",
    "grid_staff": "grid_staff",
    "resident": "resident",
}
EVERYWHERE = ("*",)  # departments
CITY = 1  # level
_REGION = [region.c.code, region.c.name.label("region_name"), region.c.level, region.c.lo, region.c.hi]


@dataclass(frozen=True, kw_only=True)
class Account:
    """One that is signed in; `token` is the session's. Flask-Login asks for the four properties below."""

    id: int
    login: str
    name: str
    role: str
    region: str
    region_name: str
    scope: Scope
    must_change: bool
    demo: bool
    by_password: bool
    expires_at: datetime | None
    token: str = ""
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return self.token

    @property
    def acts_as(self) -> str | None:
        """The role in which it makes moves; None when it only looks on."""
        return ACTS_AS.get(self.role)

    @property
    def departments(self) -> tuple[str, ...]:
        return self.scope.departments


def account_rows() -> Select[Any]:
    """Accounts with their region; for `account_of`."""
    return select(account, *_REGION).join(region, region.c.id == account.c.region_id)


def account_of(row: Mapping[Any, Any], token: str = "") -> Account:
    """The account of a row of `account_rows`. One of the whole city sees every cell there will be."""
    cells = EVERY_CELL if row["level"] == CITY else (row["lo"], row["hi"])
    scope = Scope(
        cells=(cells,),
        departments=tuple(json.loads(row["departments"])),
        roles=(row["role"],),
        clearance=row["clearance"],
    )
    same = {name: row[name] for name in ("id", "login", "name", "role", "region_name", "must_change", "demo")}
    return Account(
        **same,
        region=row["code"],
        scope=scope,
        by_password=row["password"] is not None,
        expires_at=row["expires_at"],
        token=token,
    )
