"""An account as a request meets it: who, in which capacity, and what it may see."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from data.language import gettext as _
from data.schema import account, account_region, region
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
FEW = 3  # regions that are named one by one
_REGION = [region.c[name].label(f"region_{name}") for name in ("code", "name", "level", "lo", "hi")]


class Place(NamedTuple):
    """A region of an account."""

    code: str
    name: str
    level: int
    lo: int
    hi: int

    @property
    def cells(self) -> tuple[int, int]:
        """Who has the whole city sees every cell there will be."""
        return EVERY_CELL if self.level == CITY else (self.lo, self.hi)


@dataclass(frozen=True, kw_only=True)
class Account:
    """One that is signed in; `token` is the session's. Flask-Login asks for the four properties below.

    `regions`: at least one; at the first its platform begins.
    """

    id: int
    login: str
    name: str
    role: str
    regions: tuple[Place, ...]
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
    def region(self) -> str:
        return self.regions[0].code

    @property
    def region_name(self) -> str:
        """Of all of them, as titles and watermarks say it."""
        if len(self.regions) > FEW:
            return _("{place}等 {n} 个区划").format(place=self.regions[0].name, n=len(self.regions))
        return "、".join(one.name for one in self.regions)

    @property
    def departments(self) -> tuple[str, ...]:
        return self.scope.departments


def account_rows() -> Select[Any]:
    """Accounts with the first of their regions; for `account_of`."""
    return select(account, *_REGION).join(region, region.c.id == account.c.region_id)


def account_of(connection: Connection, row: Mapping[Any, Any], token: str = "") -> Account:
    """The account of a row of `account_rows`."""
    return account_with(row, further_regions(connection, [row["id"]])[row["id"]], token)


def further_regions(connection: Connection, ids: Iterable[int]) -> Mapping[int, Sequence[Place]]:
    """{account: the regions it has beside its first, in the order of their cells}."""
    found: dict[int, list[Place]] = defaultdict(list)
    more = account_region.c
    query = select(more.account_id, *(region.c[name] for name in Place._fields)).join(region)
    for row in connection.execute(query.where(more.account_id.in_(list(ids))).order_by(region.c.lo)):
        found[row.account_id].append(Place(*row[1:]))
    return found


def account_with(row: Mapping[Any, Any], further: Sequence[Place], token: str = "") -> Account:
    """The account of a row of `account_rows` and its further regions."""
    regions = (Place(*(row[f"region_{name}"] for name in Place._fields)), *further)
    scope = Scope(
        cells=tuple(one.cells for one in regions),
        departments=tuple(json.loads(row["departments"])),
        roles=(row["role"],),
        clearance=row["clearance"],
    )
    same = {name: row[name] for name in ("id", "login", "name", "role", "must_change", "demo")}
    return Account(
        **same,
        regions=regions,
        scope=scope,
        by_password=row["password"] is not None,
        expires_at=row["expires_at"],
        token=token,
    )
