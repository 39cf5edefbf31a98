"""Orders of the demo: some open events of its last hours have somebody on the way, by the commands used in earnest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select, update

from data.commands.dispatch_life import finalize
from data.commands.dispatch_order import NewDispatch, order
from data.commands.dispatch_receipts import Told, receive
from data.demo.base_dice import dice
from data.errors import DispatchRefused
from data.life.actor import Actor
from data.queries.dispatch_counts import WINDOW_MS
from data.schema import event, outbox, task
from data.scope import Scope

ORDERS = 12
BACK = timedelta(hours=6)
COURSE = ("delivered", "read", "accepted", "departed", "arrived")
STEP_MINUTES = (1, 4)  # between two receipts
BEGAN_MINUTES = (6, 22)  # before the anchor
OFFICER = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
THERE = Actor(name="现场", role="system", scope=Scope.guest())
LATER = timedelta(milliseconds=WINDOW_MS + 1)


def seed_orders(connection: Connection, anchor: datetime, seed: int) -> int:
    """Order, and tell receipts as far as the dice say; how many orders there are."""
    rng, made = dice(seed, "orders"), 0
    since = func.coalesce(event.c.handling_at, event.c.assigned_at)
    quiet = anchor - timedelta(minutes=BEGAN_MINUTES[1])
    fits = (event.c.stage.in_(("assigned", "handling")), event.c.category.in_(("flood", "traffic", "safety")))
    open_still = (event.c.ended_at.is_(None), event.c.suspended_at.is_(None), event.c.reported_at > anchor - BACK)
    query = select(event.c.id).where(*fits, *open_still, since < quiet)
    for number in connection.scalars(query.order_by(event.c.reported_at.desc(), event.c.id).limit(ORDERS)).all():
        began = anchor - timedelta(minutes=int(rng.integers(*BEGAN_MINUTES)))
        try:
            with connection.begin_nested():
                order(connection, NewDispatch(key=f"demo:{number}", seq=0, event=number), OFFICER, began, _wall())
        except DispatchRefused:
            continue  # everybody near is on the way already
        finalize(connection, began, _wall() + LATER)
        made += 1
        for one in connection.scalars(select(task.c.code).where(task.c.state == "sent", task.c.sent_at == began)).all():
            at = began
            for what in COURSE[: int(rng.integers(0, len(COURSE) + 1))]:
                at += timedelta(minutes=int(rng.integers(*STEP_MINUTES)))
                if at <= anchor:
                    receive(connection, Path(), Told(task=one, what=what, at=at), THERE, at)
    connection.execute(update(outbox).where(outbox.c.state == "due").values(state="sent"))  # a demo told nobody
    return made


def _wall() -> datetime:
    return datetime.now(UTC)
