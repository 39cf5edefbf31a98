"""The outbox: what is due is claimed, sent and noted; what fails is tried again later, at last put among the dead.

A message is claimed by compare-and-set with a lease, so that of several senders one sends it. Who dies while sending
leaves it to the next when the lease is over: then the receiver may get it again under the same id, which is why it has
one. Without a crash nothing is sent twice. A message of a channel that is not set up stays in the house, for good: no
failure, and nobody is told of it days later when the channel is there. What is told of a task goes by each channel in
its order, and what waits when the task ends is not sent any more: nobody hears of an order after it was cancelled.
"""

import json
import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, exists, insert, or_, select, update

from data.commands.revisions import bump
from data.control.hand import Outcome
from data.dispatch.channels import INSIDE, Message, channel_of
from data.dispatch.links import link_to
from data.engine import writing
from data.errors import UnknownThing
from data.house import House
from data.schema import message_log, outbox, task

Row = Mapping[Any, Any]
LEASE = timedelta(seconds=60)  # longer than any channel takes
ATTEMPTS = 8
FIRST_S, MOST_S = 5.0, 900.0  # pause after the first failure, doubled each time up to the most
BATCH = 50
_other = outbox.alias("other")
_BEFORE = exists().where(  # of the same task, by the same way, one that has not gone yet
    _other.c.dispatch_id == outbox.c.dispatch_id,
    *(_other.c[name] == outbox.c[name] for name in ("task_id", "channel", "address")),
    _other.c.id < outbox.c.id,
    _other.c.state.in_(("due", "sending")),
)
_TOO_LATE = and_(outbox.c.kind != "cancel", exists().where(task.c.id == outbox.c.task_id, task.c.ended_at.is_not(None)))
DRILL = "exercise: nothing leaves"
ABSENT = "this channel is not set up"


def send_due(house: House, wall: datetime | None = None) -> Counter[str]:
    """Send what is due now; how many of each outcome. The database is not held meanwhile."""
    told: Counter[str] = Counter()
    for number in _due(house, wall or datetime.now(UTC)):
        row = _claim(house, number, wall or datetime.now(UTC))
        if row is not None:
            told[_sent(house, row, wall or datetime.now(UTC))] += 1
    return told


def retry(connection: Connection, message: str, wall: datetime) -> None:
    """A dead message is tried again from now on."""
    dead = (outbox.c.message == message, outbox.c.state == "dead")
    if not connection.execute(update(outbox).where(*dead).values(state="due", attempts=0, due_at=wall)).rowcount:
        raise UnknownThing(f"no dead message {message}")
    bump(connection, "letters")


def pause_s(attempts: int, chance: float) -> float:
    """Seconds until the next try: doubled each time, and up to half as much more, so that many do not come at once."""
    return float(min(FIRST_S * 2 ** (attempts - 1), MOST_S)) * (1 + chance / 2)


def _due(house: House, wall: datetime) -> list[int]:
    """Due, or claimed by somebody who has not come back. Nothing is written where there is nothing to do."""
    waiting = and_(outbox.c.state == "due", outbox.c.due_at <= wall)
    left = and_(outbox.c.state == "sending", outbox.c.lease < wall)
    query = select(outbox.c.id).where(or_(waiting, left), ~_BEFORE).order_by(outbox.c.due_at, outbox.c.id).limit(BATCH)
    with house.engine.connect() as connection:
        return list(connection.scalars(query))


def _claim(house: House, number: int, wall: datetime) -> Row | None:
    """The message, if nobody else has it and there is still something to tell; who claims it counts one more try."""
    with writing(house.engine) as connection:
        free = or_(outbox.c.state == "due", and_(outbox.c.state == "sending", outbox.c.lease < wall))
        mine = update(outbox).where(outbox.c.id == number, free, ~_BEFORE)
        if connection.execute(mine.where(_TOO_LATE).values(state="dropped", lease=None)).rowcount:
            bump(connection, "letters")
            return None
        taken = mine.values(state="sending", lease=wall + LEASE, attempts=outbox.c.attempts + 1)
        return connection.execute(taken.returning(outbox)).mappings().one_or_none()


def _sent(house: House, row: Row, wall: datetime) -> str:
    """Send a claimed message and note what came of it."""
    body = json.loads(row["body"])
    if link := link_to(house, body.get("task", ""), wall):
        body["link"] = link
    channel = channel_of(row["channel"], house.settings)
    if house.settings.exercise and row["channel"] != INSIDE:
        outcome, state = Outcome(False, DRILL), "withheld"
    elif channel is None:
        outcome, state = Outcome(False, ABSENT), "absent"
    else:
        message = Message(body=body, id=row["message"], **{name: row[name] for name in ("channel", "kind", "address")})
        outcome = channel.send(message, wall)
        state = "sent" if outcome.taken else "dead" if row["attempts"] >= ATTEMPTS else "due"
    with writing(house.engine) as connection:
        _note(connection, row, outcome, state, wall, house.clock.now())
    return state


def _note(connection: Connection, row: Row, outcome: Outcome, state: str, wall: datetime, now: datetime) -> None:
    """The outcome, if the claim still stands, and a line in the log. Desks are told of what may have been delivered."""
    delivers = outcome.taken and row["channel"] != INSIDE and row["kind"] == "order" and row["task_id"] is not None
    bump(connection, "letters", *(["dispatch"] if delivers else []))
    mine = (outbox.c.id == row["id"], outbox.c.state == "sending", outbox.c.attempts == row["attempts"])
    change: dict[str, Any] = {"state": state, "lease": None, "error": None if outcome.taken else outcome.words}
    if state == "due":
        change["due_at"] = wall + timedelta(seconds=pause_s(row["attempts"], random.random()))
    connection.execute(update(outbox).where(*mine).values(change))
    what = "sent" if outcome.taken else state if state in ("withheld", "absent") else "failed"
    about = {name: row[name] for name in ("message", "channel", "address", "body")}
    line = about | {"at": wall, "attempt": row["attempts"], "outcome": what, "words": outcome.words}
    connection.execute(insert(message_log).values(line))
    if delivers:
        reached = (task.c.id == row["task_id"], task.c.delivered_at.is_(None), task.c.state == "sent")
        connection.execute(update(task).where(*reached).values(delivered_at=now, state="delivered"))
