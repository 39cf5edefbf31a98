"""Open events: how many, how many overdue, due soon, with their clock stopped; and those whose deadline comes first.

Soon (即将到期) is what has been warned of and is not overdue yet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal, select

from data.commands.slices import MONTH
from data.queries.few import STILL_OPEN
from data.queries.late import read_late
from data.queries.regions import Region
from data.queries.reported import WIDE_LEVEL, cell_column
from data.queries.slices import Slice
from data.schema import event, event_due, event_sum
from data.schema.cube import STANDING

HOUR = 3600
D, S = event_due.c, event_sum.c
_FIRST = (
    select(D.hour, D.ticking)
    .where(D.region_id == bindparam("here"), D.dim == bindparam("dim"), D.key == bindparam("key"), D.ticking > 0)
    .order_by(D.hour)
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class Due:
    """Open events: overdue, due soon, and with their clock stopped."""

    open: int = 0
    overdue: int = 0
    soon: int = 0
    suspended: int = 0

    def __add__(self, other: "Due") -> "Due":
        return Due(
            self.open + other.open,
            self.overdue + other.overdue,
            self.soon + other.soon,
            self.suspended + other.suspended,
        )


def due_by_key(connection: Connection, here: Region, dim: str, now: datetime, key: str | None = None) -> dict[str, Due]:
    """{key: due} whenever they were reported, from the cube and the few not marked yet; `key` asks for one only."""
    asked = {"here": here.id, "dim": dim, "grain": MONTH, "key": key}
    found = {
        name: Due(int(n), int(late), int(soon), int(still))
        for name, n, late, soon, still in connection.execute(_due(key is not None), asked)
    }
    for row, more in read_late(connection, [here], now, None):
        name = "" if dim == "all" else row[dim]
        if name is not None and key in {None, name}:
            found[name] = found.get(name, Due()) + Due(0, more.late, more.warned - more.late, 0)
    return {name: one for name, one in found.items() if one.open}


@cache
def _due(of_key: bool) -> Select[Any]:
    where = [S.region_id == bindparam("here"), S.dim == bindparam("dim"), S.grain == bindparam("grain")]
    where += [S.key == bindparam("key")] if of_key else []
    standing = reduce(add, (S[name] for name in STANDING.values()))
    sums = (func.sum(standing), func.sum(S.late), func.sum(S.warned - S.late), func.sum(S.paused))
    return select(S.key, *sums).where(*where).group_by(S.key)


def _here() -> ColumnElement[bool]:
    """In the cells `lo`..`hi`, but found otherwise."""
    return cell_column(WIDE_LEVEL).between(bindparam("lo"), bindparam("hi"))


def tally(states: Iterable[Mapping[str, Any]], now: datetime) -> Due:
    """The same of events one by one."""
    every = list(states)
    ticking = [one for one in every if one["suspended_at"] is None]
    late = sum(one["deadline_at"] < now for one in ticking)
    soon = sum(one["warn_at"] <= now <= one["deadline_at"] for one in ticking)
    return Due(len(every), late, soon, len(every) - len(ticking))


def oldest(connection: Connection, here: Region, one: Slice, most: int) -> Sequence[Any]:
    """The open events whose deadline is the longest past, or the next to come; not the suspended."""
    asked = {"lo": here.lo, "hi": here.hi, "key": one.key, "most": most, **_near(connection, here, one, most)}
    return connection.execute(_oldest(one.dim), asked).mappings().all()


@cache
def _oldest(dim: str) -> Select[Any]:
    e = event.c
    near = (e.deadline_at >= bindparam("first"), e.deadline_at < bindparam("end"), e.suspended_at.is_(None))
    statement = select(event).where(STILL_OPEN, _here(), *near, *_of(dim))
    return statement.order_by(e.deadline_at, e.id).limit(bindparam("most"))


def _of(dim: str) -> list[ColumnElement[bool]]:
    return [] if dim == "all" else [event.c[dim] == bindparam("key")]


def _near(connection: Connection, here: Region, one: Slice, most: int) -> dict[str, datetime]:
    """Deadlines between the first of the region and the hour by which it has `most`: no more need be read."""
    asked = {"here": here.id, "dim": one.dim, "key": one.key, "most": most}
    rows = connection.execute(_FIRST, asked).all()
    seen, last, first = 0, 0, rows[0].hour if rows else 0
    for hour, ticking in rows:
        seen, last = seen + ticking, hour + 1
        if seen >= most:
            break
    return {"first": datetime.fromtimestamp(first * HOUR, UTC), "end": datetime.fromtimestamp(last * HOUR, UTC)}


def supervised(connection: Connection, here: Region, one: Slice) -> int:
    """Open events that somebody has put under supervision (督办)."""
    return connection.scalar(_supervised(one.dim), {"lo": here.lo, "hi": here.hi, "key": one.key}) or 0


@cache
def _supervised(dim: str) -> Select[Any]:
    watched = event.c.supervised > literal(0, literal_execute=True)  # in the very words of its index
    mine = event.c.cell_id.between(bindparam("lo"), bindparam("hi"))
    return select(func.count()).select_from(event).where(STILL_OPEN, watched, mine, *_of(dim))
