"""直通车: what comes in by an express line goes straight to whom the line names, with the promise of the line."""

from datetime import datetime

from sqlalchemy import Connection, select

from data.commands.moves import move
from data.life.actor import Actor
from data.life.moves import DUTY
from data.queries.lines_in import lines_named
from data.queries.routing import route
from data.schema import event
from data.scope import Scope

CARRIER = Actor(name="直通车", role=DUTY, scope=Scope.guest())


def send_straight(connection: Connection, event_id: int, code: str, now: datetime) -> bool:
    """Whether the case went; one that nobody is named for waits for a person, as every other."""
    one = lines_named(connection, {code}).get(code)
    if one is None or one["kind"] != "express":
        return False
    row = connection.execute(select(event).where(event.c.id == event_id)).mappings().one()
    if row["stage"] != "reported":
        return False
    if one["agency"] or route(connection, row["category"], row["leaf"], row["grade"], row["cell_id"]).agency:
        move(connection, event_id, "direct", CARRIER, now, now)
        return True
    return False
