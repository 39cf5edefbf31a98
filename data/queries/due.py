"""Open events by the hour of their deadline: what is overdue is a sum of hours past, exact within the hour at hand.

Soon (即将到期) is what has been warned of and is not overdue yet: few, read in the order of their deadlines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, literal, or_, select

from data.queries.few import STILL_OPEN
from data.queries.past import State, clipped, folded, unsure
from data.queries.regions import Region, inside
from data.queries.reported import WIDE_LEVEL, cell_column
from data.queries.slices import ALL, Slice
from data.schema import event, event_due
from data.words import OPEN_STAGES

CUBED = ("all", "category", "agency", "grade")  # dimensions the cube of deadlines keeps
HOUR = 3600
D = event_due.c
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
    """{key: due} from the cube; `key` asks for one only. The hour at hand is looked at event by event."""
    asked = {"here": here.id, "dim": dim, "key": key, "hour": int(now.timestamp()) // HOUR}
    rows = connection.execute(_due(key is not None), asked).all()
    found = {name: Due(int(n or 0), int(late or 0), 0, int(paused or 0)) for name, n, late, paused in rows}
    for name, late, soon in _from_this_hour(connection, here, dim, now, key):
        one = found.get(name, Due())
        found[name] = replace(one, overdue=one.overdue + late, soon=soon)
    return {name: one for name, one in found.items() if one.open}


@cache
def _due(of_key: bool) -> Select[Any]:
    where = [D.region_id == bindparam("here"), D.dim == bindparam("dim")]
    where += [D.key == bindparam("key")] if of_key else []
    past = func.sum(D.ticking).filter(D.hour < bindparam("hour"))
    sums = (func.sum(D.ticking + D.paused), past, func.sum(D.paused))
    return select(D.key, *sums).where(*where).group_by(D.key)


def _from_this_hour(
    connection: Connection, here: Region, dim: str, now: datetime, key: str | None
) -> list[tuple[str, int, int]]:
    """(key, events whose deadline has passed since the clock last struck, events due soon)."""
    begun = datetime.fromtimestamp(int(now.timestamp()) // HOUR * HOUR, UTC)
    asked = {"begun": begun, "now": now, "lo": here.lo, "hi": here.hi}
    rows = connection.execute(_coming(dim), asked).all()
    return [(name, late, soon) for name, late, soon in rows if (name or dim == "all") and key in {None, name}]


@cache
def _coming(dim: str) -> Select[Any]:
    """All of it stands in the index of deadlines."""
    e = event.c
    late = case((e.deadline_at < bindparam("now"), 1), else_=0)
    coming = (e.deadline_at >= bindparam("begun"), e.warn_at <= bindparam("now"), e.suspended_at.is_(None))
    keys = func.coalesce(e[dim], "") if dim != "all" else literal("")  # so that no index of keys serves it
    every = select(keys.label("name"), late.label("late")).where(STILL_OPEN, *coming, _here()).subquery()
    n = func.sum(every.c.late)
    return select(every.c.name, n, func.count() - n).group_by(every.c.name)


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


def open_states(
    connection: Connection, here: Region, at: datetime | None, now: datetime, one: Slice, since: datetime | None = None
) -> list[State]:
    """The open events of a region as they stand, or as they stood at `at`, those reported `since` then."""
    e = event.c
    if at is None:
        rows = connection.execute(select(event).where(STILL_OPEN, inside(e.cell_id, here), *one.events(None)))
        return [dict(row) for row in rows.mappings()]
    # What had ended by then and was not reopened since, had ended then.
    lasting = or_(e.ended_at.is_(None), e.ended_at > at)
    place = (
        [inside(e.cell_id, here)] if since is None else [inside(cell_column(here.level), here), e.reported_at >= since]
    )
    known = (*place, e.reported_at <= at, lasting)
    rows = connection.execute(select(event, unsure(at).label("unsure")).where(*known))
    states = [clipped(dict(row), at) for row in rows.mappings() if not row["unsure"]]
    states += folded(connection, known, at)
    fits = [one_ for one_ in states if one_["stage"] in OPEN_STAGES]
    return [state for state in fits if one == ALL or state[one.dim] == one.key]
