"""留言 read: how far an officer has read of a task, for himself alone; told in no log, since nothing is done by it."""

from sqlalchemy import Connection, func, select

from data.commands.dispatch_receipts import task_named
from data.commands.upsert import upsert
from data.life.actor import Actor
from data.schema import dispatch_step, talk_read


def hear(connection: Connection, code: str, upto: int, actor: Actor) -> None:
    """Read up to this step, of a task that the actor sees. UnknownThing for any other; what was read stays read.

    No screen of another is told: it is new to him as before.
    """
    _order, one = task_named(connection, code, actor)
    s, r = dispatch_step.c, talk_read.c
    last = connection.scalar(select(func.max(s.id)).where(s.task_id == one["id"], s.move == "say")) or 0
    mine = (r.who == actor.who[:80], r.task_id == one["id"])
    if (upto := min(upto, last)) > (connection.scalar(select(r.upto).where(*mine)) or 0):
        upsert(connection, talk_read, [{"who": actor.who[:80], "task_id": one["id"], "upto": upto}], add=())
