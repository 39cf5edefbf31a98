"""The event's own life moves with its orders, as far as its table of moves and its roles allow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.commands.dispatch_steps import remember
from data.commands.moves import move
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.language import gettext as _
from data.life.actor import Actor
from data.life.moves import LABELS
from data.schema import dispatch, event, task
from data.scope import EVERY_CELL, Scope

Row = Mapping[Any, Any]
WHOLE = Scope(cells=(EVERY_CELL,))


def event_begins(connection: Connection, order: Row, now: datetime) -> None:
    """An order that is final files and assigns its event, and blows its whistle, in its officer's name."""
    if order["event_id"] is None:
        return
    officer = Actor(name=order["actor"], role="duty_officer", scope=WHOLE)
    for stage, name in (("reported", "file"), ("filed", "assign")):
        if _stage(connection, order["event_id"]) == stage:
            _try(connection, order, name, officer, now)
    if order["whistle"]:
        why = _("随派遣 %(code)s 吹哨") % {"code": order["code"]}
        _try(connection, order, "whistle", officer, now, agency=order["whistle"], reason=why)


def event_goes_on(connection: Connection, order: Row, one: Row, name: str, now: datetime, words: str) -> None:
    """A receipt takes the event along: accepted, it is being handled; arrived, whoever was called has come.

    Not that of a link of the chain, who was only told.
    """
    if order["event_id"] is None or not one["alone"]:
        return
    there = Actor(name=one["r_name"], role="agency", scope=WHOLE)
    stage = _stage(connection, order["event_id"])
    if name == "accepted" and stage == "assigned":
        _try(connection, order, "accept", there, now)
    elif name == "arrived" and _called(connection, order["event_id"]) in {one["r_agency"], order["whistle"]} - {None}:
        _try(connection, order, "arrive", there, now)
    elif name == "done" and stage == "handling" and not _others(connection, order["event_id"]):
        told = words or _("派遣 %(code)s 的任务已全部办结") % {"code": order["code"]}
        _try(connection, order, "answer", there, now, reason=told)


def _try(connection: Connection, order: Row, name: str, actor: Actor, now: datetime, **given: Any) -> None:
    """Make the move, or leave word why the event did not allow it; the order goes on either way."""
    words = {"move": _(LABELS[name])}
    try:
        with connection.begin_nested():
            move(connection, order["event_id"], name, actor, now, now, **given)
        step, told = "life", _("事件已“%(move)s”") % words
    except (BadInput, EventRefused, Forbidden, UnknownThing) as error:
        step, told = "stuck", _("事件未能“%(move)s”：%(why)s") % (words | {"why": str(error)})
    remember(connection, order["id"], step, actor, now, told)


def _stage(connection: Connection, event_id: int) -> str:
    return str(connection.scalar(select(event.c.stage).where(event.c.id == event_id)))


def _called(connection: Connection, event_id: int) -> str | None:
    """The agency that was called and has not come yet."""
    waits = (event.c.id == event_id, event.c.arrived_at.is_(None))
    return connection.scalar(select(event.c.called_agency).where(*waits))


def _others(connection: Connection, event_id: int) -> bool:
    """Whether anybody still works on the event."""
    query = select(task.c.id).join_from(task, dispatch, dispatch.c.id == task.c.dispatch_id)
    active = (dispatch.c.event_id == event_id, task.c.ended_at.is_(None), task.c.alone == 1)
    return connection.scalar(query.where(*active).limit(1)) is not None
