"""What people and the timer do with orders, in a process of its own that is killed in the middle of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from data.commands import dispatch_life, dispatch_order, dispatch_overdue, dispatch_receipts, dispatch_tasks
from data.commands.dispatch_many import order_many
from data.commands.dispatch_order import NewDispatch
from data.commands.dispatch_receipts import Told
from data.engine import writing
from data.house import House
from data.schema import dispatch, event, task
from tests.dispatch.crashing import dying, opened
from tests.dispatch.town import CHIEF, DUTY, FIELD, OTHER

REMEMBERING = (dispatch_life, dispatch_order, dispatch_overdue, dispatch_receipts, dispatch_tasks)
FREE, SPARE = "vehicle-5", "vehicle-8"  # of the same district, and free


@dataclass(frozen=True)
class At:
    """The first order and its first task, the events, and the two clocks."""

    order: str
    task: str
    events: tuple[int, ...]
    now: datetime
    wall: datetime


def _new(at: At, event_id: int, who: str, seq: int) -> NewDispatch:
    return NewDispatch(key=f"again-{who}", seq=seq, event=event_id, responders=(who,), confirmed=(who,), chain=False)


def _transfer(c: Connection, at: At) -> Any:
    new = _new(at, at.events[0], FREE, 1)
    return dispatch_tasks.transfer(c, at.task, new, "车辆故障", DUTY, at.now, at.wall)


def _bulk(c: Connection, at: At) -> Any:
    return order_many(c, [_new(at, at.events[0], FREE, 1), _new(at, at.events[1], SPARE, 0)], CHIEF, at.now, at.wall)


def _receipt(c: Connection, at: At) -> Any:
    told = Told(task=at.task, what="accepted", key="phone-1")
    return dispatch_receipts.receive(c, Path("."), told, FIELD, at.now)


ACTS: dict[str, Callable[[Connection, At], Any]] = {
    "recall": lambda c, at: dispatch_life.recall(c, at.order, DUTY, at.now, at.wall),
    "confirm": lambda c, at: dispatch_life.confirm(c, at.order, CHIEF, at.now, at.wall),
    "cancel": lambda c, at: dispatch_life.cancel(c, at.order, "误报", DUTY, at.now, at.wall),
    "urge": lambda c, at: dispatch_life.urge(c, at.order, "请加快", DUTY, at.now, at.wall),
    "handover": lambda c, at: dispatch_life.hand_over(c, at.order, OTHER.name, DUTY, at.now),
    "transfer": _transfer,
    "bulk": _bulk,
    "receipt": _receipt,
    "late": lambda c, at: dispatch_overdue.tell_overdue(c, at.now + timedelta(minutes=6), at.wall),
}


def acted(house: House, name: str) -> Any:
    """The act, in one transaction, as the server does it."""
    with house.engine.connect() as connection:
        first = connection.execute(select(dispatch.c.id, dispatch.c.code).order_by(dispatch.c.id).limit(1)).one()
        mine = (task.c.dispatch_id == first.id, task.c.alone == 1)
        one = connection.scalar(select(task.c.code).where(*mine).order_by(task.c.id).limit(1))
        events = tuple(connection.scalars(select(event.c.id).order_by(event.c.id)))
    at = At(first.code, one, events, house.clock.now(), datetime.now(UTC))
    with writing(house.engine) as connection:
        return ACTS[name](connection, at)


def act(url: str, hook: str, name: str, step: str) -> None:
    """Up to that step: `-remember`, half of it is written; `+act`, all is, and nothing is kept yet."""
    house = opened(url, hook)
    for module in REMEMBERING:
        module.remember = dying(step, "remember", module.remember)  # type: ignore[attr-defined]
    ACTS[name] = dying(step, "act", ACTS[name])
    acted(house, name)
