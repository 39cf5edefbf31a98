"""Rooms and conclusions on the warnings of these hours: how many, made an order, done, first and last."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import false, func, or_, select

from data.queries.asked import Asked
from data.queries.response_about import about, come
from data.queries.room_conclusions import followed
from data.schema import room, room_conclusion
from data.scope import Scope
from data.sitter import WATCHERS

Counts = tuple[Any, ...]
JUDGED = ("way", "dispatch_id", "responder_id", "at", "asked_at", "done_at")


def rooms_held(a: Asked, scope: Scope) -> tuple[Counts | None, Counts | None]:
    """Rooms are told of to those who watch over the region; others know only theirs, at `/rooms`."""
    if scope.roles != Scope.guest().roles and not {*scope.roles} & {*WATCHERS}:
        return None, None
    inside = or_(*((room.c.lo >= lo) & (room.c.hi <= hi) for lo, hi in scope.cells))
    rooms = (about(a, room), inside if scope.every_department else false(), room.c.opened_at <= a.now)
    (closed,) = come(a, room.c.closed_at)
    held = select(func.count(), closed, func.min(room.c.opened_at), func.max(room.c.opened_at)).where(*rooms)
    n, done, first, last = a.connection.execute(held).one()
    c = room_conclusion.c
    judged = select(*(c[name] for name in JUDGED), room.c.event_id).join_from(room_conclusion, room)
    found = a.connection.execute(judged.where(*rooms, c.at <= a.now).order_by(c.at)).mappings()
    return (n, None, None, done, first, last), _judged(a, [dict(row) for row in found])


def _judged(a: Asked, told: Sequence[dict[str, Any]]) -> Counts:
    """Of conclusions, the oldest first."""
    rows = followed(a.connection, told, [row["event_id"] for row in told])
    given, ready = (
        sum(row[name] is not None and row[name] <= a.now for row in rows) for name in ("asked_at", "done_at")
    )
    return (len(rows), given, None, ready, *((rows[0]["at"], rows[-1]["at"]) if rows else (None, None)))
