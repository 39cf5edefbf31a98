"""Messages of an order: written in the transaction of the decision, one a task and channel, dropped with it."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from data.schema import outbox

Row = Mapping[Any, Any]


def write_messages(
    connection: Connection,
    order: Row,
    tasks: Sequence[Row],
    channels: Sequence[str],
    kind: str,
    words: str,
    wall: datetime,
    *,
    held: bool = False,
) -> int:
    """One message for each task and channel, from `wall` (server) on; `held` until the order is final. How many."""
    rows = [
        {
            "message": str(uuid.uuid4()),
            "dispatch_id": order["id"],
            "task_id": one["id"],
            "channel": channel,
            "kind": kind,
            "address": address(channel, one),
            "body": body(order, one, kind, words),
            "state": "held" if held else "due",
            "attempts": 0,
            "due_at": wall,
        }
        for one in tasks
        for channel in channels
    ]
    if rows:
        connection.execute(insert(outbox), rows)
    return len(rows)


def address(channel: str, one: Row) -> str:
    """Whom it is for: a number for calls and short messages, else the responder's code."""
    return str(one["r_phone"] or "") if channel in ("sms", "voice") else str(one["r_code"])


def body(order: Row, one: Row, kind: str, words: str) -> str:
    """JSON of what is told; the link to the task's page is added when it is sent."""
    about = {"kind": kind, "dispatch": order["code"], "task": one["code"], "what": one["words"], "words": words}
    who = {"responder": one["r_code"], "name": one["r_name"], "simulated": order["provenance"] == "simulated"}
    return json.dumps(about | who | limits_told(one), ensure_ascii=False)


def limits_told(one: Row) -> dict[str, str]:
    return {name: one[name].isoformat() for name in ("accept_by", "arrive_by") if one[name] is not None}


def settle_messages(connection: Connection, dispatch_id: int, frm: Sequence[str], state: str, wall: datetime) -> None:
    """Let those that wait go (`due`), or drop them. What is being sent, or was, is left alone."""
    waiting = (outbox.c.dispatch_id == dispatch_id, outbox.c.state.in_(frm))
    connection.execute(update(outbox).where(*waiting).values(state=state, due_at=wall))


def silence_task(connection: Connection, task_id: int) -> None:
    """A task that is over needs no message that has not gone yet."""
    waiting = (outbox.c.task_id == task_id, outbox.c.state.in_(("held", "due")))
    connection.execute(update(outbox).where(*waiting).values(state="dropped"))
