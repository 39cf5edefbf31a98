"""Open events as the queue of the desk takes them: by deadline, and counted. 挂账 stands in no queue.

Who was called by a whistle (吹哨) has a deadline of his own to be there, beside that of the event.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, or_, select, type_coerce

from data.commands.decisions import ARRIVE_WITHIN
from data.queries.asked import Asked
from data.queries.cases import of_departments, shows
from data.queries.few import ANY_DEADLINE, STILL_OPEN
from data.queries.open_events import open_states
from data.queries.regions import inside
from data.queries.slices import ALL
from data.schema import event
from data.schema.events import CALLED
from data.scope import Scope

WAITING = ("reported", "filed", "assigned")  # stages in which nobody has set out yet
SOME = 500  # ids that are asked for at once
MOST_CALLED = 2_000
Row = dict[str, Any]
COLUMNS = [
    event.c[name]
    for name in (
        *("id", "code", "title", "grade", "source", "stage", "place", "cell_id", "reported_at", "restarted_at"),
        *("deadline_at", "called_due_at", "arrived_at", "provenance"),
    )
]


@dataclass(frozen=True, kw_only=True)
class EventCounts:
    """How many are open with a running clock; of these late, and waiting; beside them those whose clock stands."""

    open: int = 0
    late: int = 0
    waiting: int = 0
    paused: int = 0


def first_events(a: Asked, scope: Scope, chip: str, but: Collection[int], most: int) -> list[Row]:
    """The first by deadline of those a chip asks for, without some."""
    e = event.c
    found = _open(a, scope, select(*COLUMNS)).where(e.suspended_at.is_(None), *ANY_DEADLINE, e.id.not_in(list(but)))
    if chip == "late":
        found = found.where(e.deadline_at < a.now)
    if chip == "waiting":
        found = found.where(e.stage.in_(WAITING))
    rows = a.connection.execute(found.order_by(e.deadline_at, e.cell_id, e.id).limit(most))
    return [dict(row) for row in rows.mappings()]


def called_events(a: Asked, scope: Scope) -> list[int]:
    """Open events with a running clock where whoever was called has not come yet; the first due first."""
    e = event.c
    query = select(e.id).where(CALLED, e.suspended_at.is_(None), _inside(a, e.cell_id), *of_departments(scope))
    return list(a.connection.scalars(query.order_by(e.called_due_at, e.id).limit(MOST_CALLED)))


def called_due(row: Mapping[str, Any], now: datetime) -> datetime | None:
    """By when whoever was called must be there; None when nobody was by then, or he has come."""
    due, came = row["called_due_at"], row["arrived_at"]
    if due is None or due - ARRIVE_WITHIN > now or (came is not None and came <= now):
        return None
    return due


def these_events(a: Asked, scope: Scope, ids: list[int]) -> list[Row]:
    """Those of these events that are open here, with a running clock."""
    found: list[Row] = []
    for start in range(0, len(ids), SOME):
        some = _open(a, scope, select(*COLUMNS)).where(event.c.id.in_(ids[start : start + SOME]))
        found += [dict(row) for row in a.connection.execute(some.where(event.c.suspended_at.is_(None))).mappings()]
    return found


def count_events(a: Asked, scope: Scope, but: Collection[int]) -> EventCounts:
    """Of all open here, without some; what is paused is counted whoever is sent there."""
    e = event.c
    runs = e.suspended_at.is_(None) & e.id.not_in(list(but))
    sums = [
        _sum(runs),
        _sum(runs & (e.deadline_at < a.now)),
        _sum(runs & e.stage.in_(WAITING)),
        _sum(e.suspended_at.is_not(None)),
    ]
    found = a.connection.execute(_open(a, scope, select(*sums))).one()
    return EventCounts(open=found[0], late=found[1], waiting=found[2], paused=found[3])


def events_past(a: Asked, scope: Scope) -> tuple[list[Row], EventCounts]:
    """All that were open at the moment asked for, as they then stood."""
    open_ = (row for place in a.places for row in open_states(a.connection, place, a.now, a.now, ALL))
    states = [row for row in open_ if shows(scope, row)]
    rows = [row for row in states if row["suspended_at"] is None]
    late = sum(min(row["deadline_at"], called_due(row, a.now) or row["deadline_at"]) < a.now for row in rows)
    waiting = sum(row["stage"] in WAITING for row in rows)
    return rows, EventCounts(open=len(rows), late=late, waiting=waiting, paused=len(states) - len(rows))


def _open(a: Asked, scope: Scope, of: Any) -> Any:
    """SQLite shall follow an index of open events, however narrow the region."""
    cell = event.c.cell_id + 0 if a.connection.dialect.name == "sqlite" else event.c.cell_id
    return of.where(STILL_OPEN, _inside(a, cell), *of_departments(scope))


def _inside(a: Asked, cell: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(*(inside(cell, place) for place in a.places))


def _sum(what: ColumnElement[bool]) -> ColumnElement[int]:
    return type_coerce(func.coalesce(func.sum(case((what, 1), else_=0)), 0), Integer)
