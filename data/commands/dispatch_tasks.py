"""One task of a final order: cancelled, urged, or given to somebody else by an order of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from data.commands.dispatch_life import channels_of, heard_of, reason_of
from data.commands.dispatch_messages import silence_task, write_messages
from data.commands.dispatch_order import NewDispatch, order
from data.commands.dispatch_receipts import perhaps_over, task_named
from data.commands.dispatch_steps import check_leads, end_tasks, may_order, remember, swap, take_turn, tasks_of
from data.errors import BadInput, DispatchRefused
from data.language import gettext as _
from data.life.actor import Actor
from data.schema import task

Row = Mapping[Any, Any]


def cancel_task(connection: Connection, code: str, why: str, actor: Actor, now: datetime, wall: datetime) -> Row:
    """End one task; its order as it was. Whoever has heard of it is told; with the last of them the order ends too."""
    words = reason_of(why)
    row, one = _open(connection, code, actor)
    heard = one["id"] in heard_of(connection, row["id"])
    silence_task(connection, one["id"])
    if heard:
        write_messages(connection, row, [one], channels_of(connection, row), "cancel", words, wall)
    gone = {"state": "cancelled", "ended_at": now, "reason": words}
    connection.execute(update(task).where(task.c.id == one["id"], task.c.ended_at.is_(None)).values(gone))
    remember(connection, row["id"], "cancel", actor, now, words, task_id=one["id"])
    _perhaps_ended(connection, row, now)
    return row


def urge_task(connection: Connection, code: str, why: str, actor: Actor, now: datetime, wall: datetime) -> None:
    """督办 of one."""
    words = reason_of(why)
    row, one = _open(connection, code, actor)
    connection.execute(update(task).where(task.c.id == one["id"]).values(urged=task.c.urged + 1))
    write_messages(connection, row, [one], channels_of(connection, row), "urge", words, wall)
    remember(connection, row["id"], "urge", actor, now, words, task_id=one["id"])


def say_to_task(connection: Connection, code: str, words: str, actor: Actor, now: datetime, wall: datetime) -> None:
    """留言: words of the desk to who was sent, by the channels of the order; the answer comes as a receipt does."""
    told = reason_of(words)
    row, one = _open(connection, code, actor)
    write_messages(connection, row, [one], channels_of(connection, row), "say", told, wall)
    remember(connection, row["id"], "say", actor, now, told, task_id=one["id"])


def transfer(
    connection: Connection, code: str, new: NewDispatch, why: str, actor: Actor, now: datetime, wall: datetime
) -> Row:
    """转派: the task ends and another responder is ordered instead, both or neither; the new order's row.

    Refused where the other would wait for a chief's word: nobody would be on the way meanwhile.
    """
    if not new.responders or len(new.responders) != 1:
        raise BadInput(_("请选择改派的单位"))
    take_turn(connection)
    may_order(actor)
    row, _one = task_named(connection, code, actor)
    if (new.event, new.warning) != (row["event_id"], row["warning_id"]):
        raise BadInput(_("请刷新后再派遣"))
    made = order(connection, new, actor, now, wall)
    if made["state"] == "drafted":
        raise DispatchRefused(_("跨区改派须由值班长办理；可先增援，确认后再取消原任务"))
    if row["id"] != made["id"] and _running(connection, code, actor):
        cancel_task(connection, code, why, actor, now, wall)
    return made


def _running(connection: Connection, code: str, actor: Actor) -> bool:
    return task_named(connection, code, actor)[1]["ended_at"] is None


def _open(connection: Connection, code: str, actor: Actor) -> tuple[Row, Row]:
    """(its order, the task) while both are under way."""
    take_turn(connection)
    may_order(actor)
    row, one = task_named(connection, code, actor)
    check_leads(row, actor)
    if row["state"] != "final" or one["ended_at"] is not None:
        raise DispatchRefused(_("%(code)s 已结束") % {"code": code})
    return row, one


def _perhaps_ended(connection: Connection, row: Row, now: datetime) -> None:
    """Done, if anything was; else cancelled with the last of its tasks."""
    left = tasks_of(connection, row["id"])
    if any(one["ended_at"] is None for one in left if one["alone"]):
        return
    if any(one["state"] == "done" for one in left if one["alone"]):
        perhaps_over(connection, row, now)
    elif swap(connection, row["id"], ["final"], state="cancelled", ended_at=now):
        end_tasks(connection, row["id"], "cancelled", now)
