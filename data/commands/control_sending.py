"""Orders on their way out: sent when a webhook is set, the outcome stored, what failed tried again by command."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from data.commands.codes import ORDER, tickets
from data.commands.controls import remember
from data.commands.revisions import bump
from data.control.hand import reach
from data.engine import writing
from data.house import House
from data.schema import control, control_order

UNSENT = ("recorded", "failed")
FRESH = timedelta(minutes=30)  # an older order no longer fits the water: it is not sent any more
OURS = "hand"


def send_orders(house: House, ids: Collection[int] | None = None) -> Counter[str]:
    """Send what waits (of `ids`, or all): how many sent, failed and too old. Nothing without a webhook or in a drill.

    The database is not held meanwhile. Each is claimed by its number of tries, so that two senders do not both send it.
    """
    told: Counter[str] = Counter()
    if not house.settings.control_webhook or house.settings.exercise:
        return told
    now = house.clock.now()
    for row in _waiting(house, ids):
        if now - row["at"] > FRESH:
            told["old"] += 1
        elif _claimed(house, row):
            outcome = reach(house.settings.control_webhook, house.settings.control_secret, row, now)
            state = "sent" if outcome.taken else "failed"
            with writing(house.engine) as connection:
                _note(connection, row["id"], state, outcome.words, house.clock.now())
            told[state] += 1
    return told


def _waiting(house: House, ids: Collection[int] | None) -> list[dict[str, Any]]:
    o = control_order.c
    query = select(control_order, control.c.code, control.c.name).join_from(control_order, control)
    query = query.where(o.state.in_(UNSENT)).order_by(o.id)
    if ids is not None:
        query = query.where(o.id.in_(ids))
    with house.engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
        told = tickets(connection, ORDER, [row["id"] for row in rows])
    return [dict(row) | {"ticket": told[row["id"]]} for row in rows]


def _claimed(house: House, row: Mapping[str, Any]) -> bool:
    """Whether nobody else has taken it up since it was read."""
    o = control_order.c
    mine = (o.id == row["id"], o.tries == row["tries"], o.state.in_(UNSENT))
    with writing(house.engine) as connection:
        return bool(connection.execute(update(control_order).where(*mine).values(tries=o.tries + 1)).rowcount)


def _note(connection: Connection, order_id: int, state: str, words: str, now: datetime) -> None:
    """An answer that came meanwhile stays."""
    bump(connection, "controls")
    mine = (control_order.c.id == order_id, control_order.c.state.in_(UNSENT))
    if connection.execute(update(control_order).where(*mine).values(state=state)).rowcount:
        remember(connection, order_id, state, OURS, now, words)
