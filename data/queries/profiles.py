"""情简介 of a region: the text that is in force, what waits for the level above, and all that was ever proposed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from data.queries.regions import Region
from data.schema import profile, region
from data.scope import Scope
from data.things.masks import NAMES

HISTORY = 40
P = profile.c
Row = dict[str, Any]


@dataclass(frozen=True)
class Profile:
    """`above`: who decides on it; None above the city."""

    current: Row | None
    waiting: Row | None
    history: list[Row]
    above: str | None


def profile_of(connection: Connection, here: Region, scope: Scope) -> Profile:
    """Names of those who wrote and decided only for readers who may know people."""
    of = select(profile).where(P.region_id == here.id).order_by(P.version.desc()).limit(HISTORY)
    rows = [_shown(dict(row), scope) for row in connection.execute(of).mappings()]
    current = next((row for row in rows if row["state"] == "approved"), None)
    waiting = next((row for row in rows if row["state"] == "proposed"), None)
    above = connection.scalar(select(region.c.name).where(region.c.id == (here.parent_id or 0)))
    return Profile(current, waiting, rows, above)


def _shown(row: Row, scope: Scope) -> Row:
    hidden = {} if scope.clearance >= NAMES else {"proposed_by": "", "decided_by": row["decided_by"] and ""}
    return row | hidden
