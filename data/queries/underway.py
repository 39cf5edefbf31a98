"""What is under way for a subject: where its live orders stand, and when the next receipt is due."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from data.commands.dispatch_steps import visible
from data.schema import dispatch, task
from data.scope import Scope

LIVE = ("drafted", "held", "final")
MOST = 5_000  # tasks under way that are looked at
UNSEEN, COMING = ("sent", "delivered", "read"), ("accepted", "departed")


@dataclass(frozen=True, kw_only=True)
class Underway:
    """`state`: confirm, window, short, receipt, coming, or handling. `due`: the next receipt, asked for at `since`."""

    state: str
    due: datetime | None
    since: datetime
    holders: frozenset[str]


def underway(connection: Connection, scope: Scope) -> dict[str, Underway]:
    """{"event-12": what is under way}, of every subject with live orders that the asker sees."""
    names = ("state", "alone", "accept_by", "arrive_by", "sent_at")
    own = [dispatch.c[name] for name in ("event_id", "warning_id", "n", "holder", "at")]
    query = select(*own, dispatch.c.state.label("order"), *(task.c[name] for name in names))
    counts = (task.c.dispatch_id == dispatch.c.id) & or_(task.c.ended_at.is_(None), task.c.state == "refused")
    query = query.select_from(dispatch).outerjoin(task, counts)
    found = connection.execute(query.where(dispatch.c.state.in_(LIVE), visible(scope)).limit(MOST)).mappings()
    by_subject: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
    for row in found:
        by_subject[_key(row)].append(row)
    return {key: _told(rows) for key, rows in by_subject.items()}


def _key(row: Mapping[Any, Any]) -> str:
    return f"event-{row['event_id']}" if row["event_id"] is not None else f"warning-{row['warning_id']}"


def _told(rows: Sequence[Mapping[Any, Any]]) -> Underway:
    """Those who go there count before the desks that are only told."""
    sent = [row for row in rows if row["alone"]] or rows
    last = max(row["n"] for row in rows)
    expected = [one for row in sent if (one := _expected(row))]
    due, since = min(expected, default=(None, max(row["at"] for row in rows)))
    return Underway(state=_state(sent, last), due=due, since=since, holders=frozenset(row["holder"] for row in rows))


def _state(sent: Sequence[Mapping[Any, Any]], last: int) -> str:
    """The first thing somebody at the desk has to see to."""
    orders, tasks = {row["order"] for row in sent}, {row["state"] for row in sent}
    if "drafted" in orders:
        return "confirm"
    if "held" in orders:
        return "window"
    if any(row["state"] == "refused" and row["n"] == last for row in sent):
        return "short"
    if tasks & set(UNSEEN):
        return "receipt"
    return "coming" if tasks & set(COMING) else "handling"


def _expected(row: Mapping[Any, Any]) -> tuple[datetime, datetime] | None:
    """(when, since when) the next receipt of a task is expected; None when it is not."""
    due = row["accept_by"] if row["state"] in UNSEEN else row["arrive_by"] if row["state"] in COMING else None
    return (due, row["sent_at"] or row["at"]) if due else None
