"""Rooms and conclusions on the warnings of these hours: how many, made an order, done, first and last."""

from typing import Any

from sqlalchemy import false, func, or_, select

from data.queries.asked import Asked
from data.queries.response_about import about, come
from data.schema import room, room_conclusion, task
from data.scope import Scope
from data.sitter import WATCHERS

Counts = tuple[Any, ...]


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
    asked_for, carried = come(a, c.asked_at, func.coalesce(c.done_at, _done_by_order()))
    judged = select(func.count(), asked_for, carried, func.min(c.at), func.max(c.at))
    judged = judged.join_from(room_conclusion, room).where(*rooms, c.at <= a.now)
    m, given, ready, begun, latest = a.connection.execute(judged).one()
    return (n, None, None, done, first, last), (m, given, None, ready, begun, latest)


def _done_by_order() -> Any:
    """When the task was done that a conclusion became."""
    c = room_conclusion.c
    mine = (task.c.dispatch_id == c.dispatch_id, task.c.responder_id == c.responder_id)
    return select(func.max(task.c.done_at)).where(*mine).correlate(room_conclusion).scalar_subquery()
