"""What waits in the quarantine, newest first, and how much of it there is by fault and door."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select

from data.errors import UnknownThing
from data.language import gettext as _
from data.schema import event, region
from data.schema import quarantine as kept
from data.scope import Scope

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A page: rows of the quarantine table; `next` is the `before` of the page after, None on the last one."""

    rows: list[RowMapping]
    next: int | None


@dataclass(frozen=True)
class Counts:
    """How many wait; {fault: n}, {door: n} and {origin: n} of them."""

    total: int
    faults: dict[str, int]
    doors: dict[str, int]
    origins: dict[str, int]


def whole(connection: Connection, scope: Scope) -> bool:
    """Whether the scope is the whole city: where a kept row lies is not known, so nobody else sees it."""
    city = connection.execute(
        select(region.c.lo, region.c.hi).where(region.c.tree == "spine", region.c.level == 1)
    ).first()
    return city is not None and scope.covers(city.lo, city.hi)


def waiting(
    connection: Connection,
    scope: Scope,
    *,
    state: str = "waiting",
    fault: str = "",
    door: str = "",
    origin: str = "",
    batch_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Waiting:
    """Rows in this state, newest first, below number `before`."""
    if not whole(connection, scope):
        return Waiting([], None)
    wanted = {"state": state, "fault": fault, "door": door, "origin": origin, "batch_id": batch_id}
    where = [kept.c[name] == value for name, value in wanted.items() if value not in ("", None)]
    if before is not None:
        where.append(kept.c.id < before)
    limit = max(1, min(limit, MOST))
    query = select(kept, event.c.code.label("event_code")).outerjoin(event, event.c.id == kept.c.event_id)
    query = query.where(*where).order_by(kept.c.id.desc()).limit(limit + 1)
    rows = list(connection.execute(query).mappings().all())
    return Waiting(rows[:limit], rows[limit - 1]["id"] if len(rows) > limit else None)


def one(connection: Connection, scope: Scope, number: int) -> RowMapping:
    """One row, whatever its state."""
    row = connection.execute(select(kept).where(kept.c.id == number)).mappings().one_or_none()
    if row is None or not whole(connection, scope):
        raise UnknownThing(_("隔离区没有这一条"))
    return row


def counts(connection: Connection, scope: Scope) -> Counts:
    """Of those that wait."""
    if not whole(connection, scope):
        return Counts(0, {}, {}, {})
    parts: tuple[dict[str, int], ...] = ({}, {}, {})
    columns = (kept.c.fault, kept.c.door, kept.c.origin)
    query = select(*columns, func.count()).where(kept.c.state == "waiting").group_by(*columns)
    total = 0
    for *keys, n in connection.execute(query):
        total += n
        for part, key in zip(parts, keys, strict=True):
            part[key] = part.get(key, 0) + n
    return Counts(total, *parts)
