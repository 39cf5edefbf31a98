"""Open events by the hour of their deadline: what is overdue is a sum of hours past, exact within the hour at hand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, or_, select

from data.queries.past import State, clipped, folded, unsure
from data.queries.regions import Region, inside
from data.queries.slices import ALL, Slice
from data.queries.still_open import STILL_OPEN
from data.schema import event, event_due
from data.words import OPEN_STAGES

CUBED = ("all", "category", "agency", "grade")  # dimensions the cube of deadlines keeps
SOON_HOURS = 4
HOUR = 3600


@dataclass(frozen=True)
class Due:
    """Open events: overdue, due soon, and with their clock stopped."""

    open: int = 0
    overdue: int = 0
    soon: int = 0
    suspended: int = 0


def due_by_key(connection: Connection, here: Region, dim: str, now: datetime, key: str | None = None) -> dict[str, Due]:
    """{key: due} from the cube; `key` asks for one only. The hour at hand is looked at event by event."""
    d, hour = event_due.c, int(now.timestamp()) // HOUR
    where = [d.region_id == here.id, d.dim == dim, *([d.key == key] if key is not None else [])]
    past = func.sum(d.ticking).filter(d.hour < hour)
    soon = func.sum(d.ticking).filter(d.hour.between(hour, hour + SOON_HOURS - 1))
    rows = connection.execute(
        select(d.key, func.sum(d.ticking + d.paused), past, soon, func.sum(d.paused)).where(*where).group_by(d.key)
    )
    found = {row[0]: Due(*(int(n or 0) for n in row[1:])) for row in rows}
    for name, n in _this_hour(connection, here, dim, now, key).items():
        one = found.get(name, Due())
        found[name] = replace(one, overdue=one.overdue + n, soon=one.soon - n)
    return {name: one for name, one in found.items() if one.open}


def _this_hour(connection: Connection, here: Region, dim: str, now: datetime, key: str | None) -> dict[str, int]:
    """{key: events whose deadline has passed since the clock last struck}."""
    e = event.c
    begun = datetime.fromtimestamp(int(now.timestamp()) // HOUR * HOUR, UTC)
    late = (e.deadline_at >= begun, e.deadline_at < now, e.suspended_at.is_(None))
    column = e[dim] if dim != "all" else e.stage
    rows = connection.scalars(select(column).where(STILL_OPEN, *late, inside(e.cell_id + 0, here)))
    counted = Counter("" if dim == "all" else one for one in rows if one is not None)
    return {name: n for name, n in counted.items() if key is None or name == key}


def tally(states: Iterable[Mapping[str, Any]], now: datetime) -> Due:
    """The same of events one by one."""
    end = (int(now.timestamp()) // HOUR + SOON_HOURS) * HOUR
    every = list(states)
    ticking = [one["deadline_at"] for one in every if one["suspended_at"] is None]
    late = sum(at < now for at in ticking)
    soon = sum(now <= at and at.timestamp() < end for at in ticking)
    return Due(len(every), late, soon, len(every) - len(ticking))


def oldest(connection: Connection, here: Region, one: Slice, most: int) -> Sequence[Any]:
    """The open events whose deadline is the longest past, or the next to come; not the suspended."""
    e = event.c
    where = (STILL_OPEN, inside(e.cell_id + 0, here), e.suspended_at.is_(None), _near(connection, here, one, most))
    statement = select(event).where(*where, *one.events(None)).order_by(e.deadline_at, e.id).limit(most)
    return connection.execute(statement).mappings().all()


def _near(connection: Connection, here: Region, one: Slice, most: int) -> ColumnElement[bool]:
    """Deadlines between the first of the region and the hour by which it has `most`: no more need be read."""
    d = event_due.c
    where = (d.region_id == here.id, d.dim == one.dim, d.key == one.key, d.ticking > 0)
    rows = connection.execute(select(d.hour, d.ticking).where(*where).order_by(d.hour).limit(most)).all()
    if not rows:
        return event.c.deadline_at < datetime.fromtimestamp(0, UTC)
    seen, last = 0, rows[0].hour
    for hour, ticking in rows:
        seen, last = seen + ticking, hour
        if seen >= most:
            break
    first, end = (datetime.fromtimestamp(hour * HOUR, UTC) for hour in (rows[0].hour, last + 1))
    return and_(event.c.deadline_at >= first, event.c.deadline_at < end)


def supervised(connection: Connection, here: Region, one: Slice) -> int:
    """Open events that somebody has put under supervision (督办)."""
    watched = event.c.supervised > literal(0, literal_execute=True)  # in the very words of its index
    where = (STILL_OPEN, watched, inside(event.c.cell_id, here), *one.events(None))
    return connection.scalar(select(func.count()).select_from(event).where(*where)) or 0


def open_states(connection: Connection, here: Region, at: datetime | None, now: datetime, one: Slice) -> list[State]:
    """The open events of a region as they stand, or as they stood at `at`."""
    e = event.c
    if at is None:
        rows = connection.execute(select(event).where(STILL_OPEN, inside(e.cell_id, here), *one.events(None)))
        return [dict(row) for row in rows.mappings()]
    known = (inside(e.cell_id, here), e.reported_at <= at)
    lasting = or_(e.ended_at.is_(None), e.ended_at > at)
    rows = connection.execute(select(event, unsure(at).label("unsure")).where(*known, lasting))
    states = [clipped(dict(row), at) for row in rows.mappings() if not row["unsure"]]
    states += folded(connection, known, at)
    fits = [one_ for one_ in states if one_["stage"] in OPEN_STAGES]
    return [state for state in fits if one == ALL or state[one.dim] == one.key]
