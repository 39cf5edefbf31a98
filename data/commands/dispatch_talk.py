"""留言 read: how far an officer has read of a task, for himself alone; told in no log, since nothing is done by it."""

from sqlalchemy import Connection, func, select

from data.commands.dispatch_receipts import task_named
from data.commands.revisions import bump
from data.commands.upsert import upsert
from data.life.actor import Actor
from data.schema import dispatch_step, talk_read


def hear(connection: Connection, code: str, upto: int, actor: Actor) -> None:
    """Read up to this step, of a task that the actor sees. UnknownThing for any other; what was read stays read."""
    _order, one = task_named(connection, code, actor)
    read_upto(connection, one["id"], actor, upto)


def read_upto(connection: Connection, task_id: int, actor: Actor, upto: int | None = None) -> None:
    """Without `upto` all there is: who writes has read what stood before."""
    s, r = dispatch_step.c, talk_read.c
    last = connection.scalar(select(func.max(s.id)).where(s.task_id == task_id, s.move == "say")) or 0
    upto = last if upto is None else min(upto, last)
    known = connection.scalar(select(r.upto).where(r.who == actor.who, r.task_id == task_id)) or 0
    if upto > known:
        bump(connection, "talk")
        upsert(connection, talk_read, [{"who": actor.who[:80], "task_id": task_id, "upto": upto}], add=())
