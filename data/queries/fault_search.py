"""A fault of the data, and who looks for some: where, at what time, and which departments keep data there."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from data.queries.office_names import agencies_called
from data.queries.regions import Region
from data.return_words import OVER
from data.schema import agency, region, source_fault, source_return
from data.scope import Scope
from data.settings import Settings

TOWN = 3


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`agency` "" where nobody is known to keep it; `sent`: the open lot it was returned with."""

    key: str
    kind: str
    name: str
    told: str
    way: str
    n: int = 1
    agency: str = ""
    owner: str = ""
    place: str
    region: str
    lo: int
    hi: int
    since: datetime | None = None
    sent: str = ""


@dataclass(frozen=True)
class Office:
    code: str
    name: str
    kind: str
    lo: int
    hi: int


@dataclass(frozen=True)
class Search:
    """Who looks where, at what time."""

    settings: Settings
    connection: Connection
    here: Region
    scope: Scope
    now: datetime

    @cached_property
    def offices(self) -> dict[str, Office]:
        columns = (agency.c.code, agency.c.name, agency.c.kind, region.c.lo, region.c.hi)
        of = select(*columns).join_from(agency, region, region.c.id == agency.c.region_id)
        rows = self.connection.execute(of.where(agency.c.kind.in_(("department", "town"))).order_by(agency.c.code))
        return {row.code: Office(*row) for row in rows}

    @cached_property
    def sent(self) -> dict[str, str]:
        """{key: code of the open lot it was returned with}."""
        of = select(source_fault.c.key, source_return.c.code).join(source_return)
        return dict(self.connection.execute(of.where(source_return.c.state.not_in(OVER))).all())

    def fault(self, key: str, *, agency: str = "", **told: Any) -> Fault:
        office = self.offices.get(agency)
        owner = office.name if office else ""
        return Fault(key=key, agency=agency, owner=owner, sent=self.sent.get(key, ""), **told)

    @cached_property
    def by_name(self) -> dict[str, str]:
        return agencies_called(self.connection)

    @cached_property
    def towns(self) -> list[Region]:
        names = [region.c[name] for name in Region.__dataclass_fields__]
        mine = (region.c.tree == "spine", region.c.level == TOWN, region.c.lo <= self.here.hi)
        return [
            Region(*row) for row in self.connection.execute(select(*names).where(*mine, region.c.hi >= self.here.lo))
        ]

    def town_of(self, cell: int) -> Region | None:
        return next((one for one in self.towns if one.lo <= cell <= one.hi), None)

    def keeper(self, named: str | None, town: Region | None) -> str:
        """The department that is named; else the town's own."""
        if named and named in self.offices:
            return named
        own = (one.code for one in self.offices.values() if one.kind == "town" and town and one.lo == town.lo)
        return next(own, "")
