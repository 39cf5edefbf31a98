"""监测—会商—研判—调度: how far the house has come with the weather of these hours, step by step, and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select

from data.answer import Answer, Column, Row
from data.commands.dispatch_steps import visible
from data.house import House
from data.queries.asked import Asked, asked
from data.queries.warning_board import WATCH_RHYTHM, watched_at
from data.queries.warning_scope import touching
from data.schema import dispatch, room, room_conclusion, task, warning, warning_event, warning_history
from data.scope import Scope
from data.sitter import WATCHERS
from data.view import View

FIELDS = ("rain", "flood", "typhoon", "waterlog", "geo")
LASTS = timedelta(hours=24)  # how long a warning that is over still belongs to it
UNDONE = ("recalled", "cancelled")
STEPS = {"watch": "监测", "consult": "会商", "judge": "研判", "send": "一键调度"}
COLUMNS = (
    Column(key="step", label="步骤代码"),
    Column(key="label", label="步骤"),
    Column(key="n", label="数量"),
    Column(key="unit", label="单位"),
    Column(key="taken", label="已确认、已下达或已签收"),
    Column(key="there", label="已到场"),
    Column(key="done", label="已办结"),
    Column(key="first_at", label="最早时间"),
    Column(key="last_at", label="最近时间"),
)
Counts = tuple[Any, ...]


def answer(house: House, view: View, scope: Scope) -> Answer:
    """Four rows, or none while no warning of weather or water is live or ended within a day.

    watch: warnings, acknowledged (`taken`), cleared; consult: rooms on them or their events, closed; judge: conclusions
    of these, made an order, done; send: tasks of orders on them, accepted, arrived, done. What the asker may not know
    of is None. A past moment knows no later step.
    """
    with asked(house, view, scope) as a:
        watch = _watch(a)
        rows = []
        if watch[0]:
            rows = [_row("watch", "条", watch), *_consulted(a, scope), _row("send", "项", _sent(a, scope))]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="项",
            as_of=watched_at(a),
            provenance=a.lived,
            rhythm=WATCH_RHYTHM,
            source="预警中心、会商、调度台",
        )


def _row(step: str, unit: str, found: Counts | None) -> Row:
    n, taken, there, done, first, last = found or (None,) * 6
    row: Row = {"step": step, "label": STEPS[step], "unit": unit, "n": n, "taken": taken, "there": there, "done": done}
    return row | {"first_at": _iso(first), "last_at": _iso(last)}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _mine(a: Asked) -> Sequence[ColumnElement[bool]]:
    w = warning.c
    lasting = or_(w.ended_at.is_(None), w.ended_at > a.now - LASTS)
    return (w.field.in_(FIELDS), w.raised_at <= a.now, lasting, touching(a.here))


def _by(a: Asked, *moments: ColumnElement[Any]) -> list[ColumnElement[int]]:
    """How many have come so far by now."""
    return [func.coalesce(func.sum(case((at <= a.now, 1), else_=0)), 0) for at in moments]


def _watch(a: Asked) -> Counts:
    w, h = warning.c, warning_history.c
    seen = select(func.min(h.at)).where(h.warning_id == w.id, h.move == "acknowledge").correlate(warning)
    taken, done = _by(a, seen.scalar_subquery(), w.ended_at)
    query = select(func.count(), taken, func.min(w.raised_at), func.max(w.raised_at), done).where(*_mine(a))
    n, acknowledged, first, last, cleared = a.connection.execute(query).one()
    return (n, acknowledged, None, cleared, first, last)


def _about(a: Asked, of: Any) -> ColumnElement[bool]:
    """Whether a room or an order is on one of these warnings, or on an event that was made of one."""
    mine = select(warning.c.id).where(*_mine(a))
    events = select(warning_event.c.event_id).where(warning_event.c.warning_id.in_(mine))
    return or_(of.c.warning_id.in_(mine), of.c.event_id.in_(events))


def _consulted(a: Asked, scope: Scope) -> list[Row]:
    """Rooms are told of to those who watch over the region; others know only theirs, at `/rooms`."""
    if scope.roles != Scope.guest().roles and not {*scope.roles} & {*WATCHERS}:
        return [_row("consult", "场", None), _row("judge", "条", None)]
    inside = or_(*((room.c.lo >= lo) & (room.c.hi <= hi) for lo, hi in scope.cells))
    rooms = (_about(a, room), inside if scope.every_department else false(), room.c.opened_at <= a.now)
    (closed,) = _by(a, room.c.closed_at)
    held = select(func.count(), closed, func.min(room.c.opened_at), func.max(room.c.opened_at)).where(*rooms)
    n, done, first, last = a.connection.execute(held).one()
    c = room_conclusion.c
    asked_for, carried = _by(a, c.asked_at, func.coalesce(c.done_at, _done_by_order()))
    judged = select(func.count(), asked_for, carried, func.min(c.at), func.max(c.at))
    judged = judged.join_from(room_conclusion, room).where(*rooms, c.at <= a.now)
    m, given, ready, begun, latest = a.connection.execute(judged).one()
    return [
        _row("consult", "场", (n, None, None, done, first, last)),
        _row("judge", "条", (m, given, None, ready, begun, latest)),
    ]


def _done_by_order() -> Any:
    """When the task was done that a conclusion became."""
    c = room_conclusion.c
    mine = (task.c.dispatch_id == c.dispatch_id, task.c.responder_id == c.responder_id)
    return select(func.max(task.c.done_at)).where(*mine).correlate(room_conclusion).scalar_subquery()


def _sent(a: Asked, scope: Scope) -> Counts:
    """Tasks of the orders that he sees."""
    taken, there, done = _by(a, task.c.accepted_at, task.c.arrived_at, task.c.done_at)
    told: Select[Any] = select(func.count(), taken, there, done, func.min(dispatch.c.at), func.max(dispatch.c.at))
    kept = (dispatch.c.at <= a.now, dispatch.c.state.not_in(UNDONE), visible(scope))
    query = told.join_from(dispatch, task, task.c.dispatch_id == dispatch.c.id).where(_about(a, dispatch), *kept)
    return tuple(a.connection.execute(query).one())
