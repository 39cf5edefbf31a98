"""五级联动: one more link of 县-镇-村-警-民 is told of an order that went out, by one click, each once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from data.commands.dispatch_life import channels_of
from data.commands.dispatch_messages import write_messages
from data.commands.dispatch_steps import led, may_order, remember, take_turn, tasks_of
from data.dispatch.plan import Limits
from data.dispatch.words import CHAIN
from data.errors import BadInput, DispatchRefused
from data.language import gettext as _
from data.life.actor import Actor
from data.queries.chain import Link, links_of
from data.queries.plans import plan_used
from data.queries.subjects import subject_of
from data.schema import task

Row = Mapping[Any, Any]


def tell_link(connection: Connection, code: str, link: str, actor: Actor, now: datetime, wall: datetime) -> str:
    """The code of its task. DispatchRefused where the order is not under way, nobody is registered, or it was told."""
    take_turn(connection)
    may_order(actor)
    row = led(connection, code, actor)
    if link not in CHAIN:
        raise BadInput(_("没有这一级"))
    if row["state"] != "final":
        raise DispatchRefused(_("%(code)s 未下发或已结束") % {"code": code})
    one = _desk(connection, row, link, actor)
    before = tasks_of(connection, row["id"])
    if any(each["responder_id"] == one.id and each["ended_at"] is None for each in before):
        raise DispatchRefused(_("{name}已在通知之列").format(name=one.name))
    used = plan_used(connection, row)
    by = now + timedelta(minutes=(used.limits if used else Limits()).accept)
    last = int(connection.scalar(select(func.count()).where(task.c.dispatch_id == row["id"])) or 0)
    told = {"dispatch_id": row["id"], "responder_id": one.id, "alone": 0, "need": link, "state": "sent"}
    told |= {"words": _("属地联动处置"), "why": _(one.word), "accept_by": by, "sent_at": now}
    connection.execute(insert(task).values(told | {"code": f"{code}-{last + 1:02d}"}))
    made = tasks_of(connection, row["id"])[-1]
    write_messages(connection, row, [made], channels_of(connection, row), "order", row["words"], wall)
    remember(connection, row["id"], "link", actor, now, f"{_(one.word)} {one.name}", task_id=made["id"])
    return str(made["code"])


def _desk(connection: Connection, row: Row, link: str, actor: Actor) -> Link:
    subject = subject_of(connection, {"event": row["event_id"], "warning": row["warning_id"]}, actor.scope)
    found = links_of(connection, subject, (link,), actor.scope)
    if not found or found[0].id is None:
        raise DispatchRefused(_("这一级没有登记值守，缺员"))
    return found[0]
