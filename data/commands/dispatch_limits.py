"""Until when a task is to be accepted and its responder there: counted from when the order may go."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from data.commands.dispatch_messages import limits_told
from data.commands.dispatch_steps import tasks_of
from data.dispatch.plan import Limits
from data.queries.plans import plan_used
from data.queries.subjects import Subject
from data.schema import outbox, task

Row = Mapping[Any, Any]


def arrive_by(subject: Subject, now: datetime, minutes: float, limits: Limits) -> datetime:
    """The estimate and what the plan allows beyond; a whistle's own countdown where one runs."""
    by = now + timedelta(minutes=minutes + limits.spare)
    called = subject.called_due_at if subject.called else None
    return min(by, called) if called and called > now else by


def begin_anew(connection: Connection, order: Row, subject: Subject, now: datetime) -> None:
    """An order has waited, as a draft or for a server: the limits of its tasks begin now, and its messages say so."""
    used = plan_used(connection, order)
    limits = used.limits if used else Limits()
    accept_by = now + timedelta(minutes=limits.accept)
    for one in tasks_of(connection, order["id"], active=True):
        by = None if one["minutes"] is None else arrive_by(subject, now, one["minutes"], limits)
        new = {"accept_by": accept_by, "arrive_by": by}
        connection.execute(update(task).where(task.c.id == one["id"]).values(new))
    for one in tasks_of(connection, order["id"], active=True):
        _told_anew(connection, one)


def _told_anew(connection: Connection, one: Row) -> None:
    waiting = (outbox.c.task_id == one["id"], outbox.c.state == "held")
    for letter in connection.execute(select(outbox.c.id, outbox.c.body).where(*waiting)).all():
        body = json.dumps(json.loads(letter.body) | limits_told(one), ensure_ascii=False)
        connection.execute(update(outbox).where(outbox.c.id == letter.id).values(body=body))
