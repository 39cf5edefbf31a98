"""What is under way for a subject: where its live orders stand, and when the next receipt is due."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from data.commands.dispatch_steps import visible
from data.queries.dispatch_counts import CONFIRM_WITHIN
from data.schema import dispatch, event, task, warning
from data.scope import Scope

LIVE = ("drafted", "held", "final")
MOST = 5_000  # tasks under way that are looked at
UNSEEN, COMING = ("sent", "delivered", "read"), ("accepted", "departed")


@dataclass(frozen=True, kw_only=True)
class Underway:
    """`state`: confirm, window, short, receipt, coming, or handling. `due`: the next receipt, asked for at `since`.

    `holders`: keys of who sees it through, `handed` of those whom it was handed to; `told`: how far up it was told
    that something is late, 0 nowhere, then town, county, city.
    """

    state: str
    due: datetime | None
    since: datetime
    holders: frozenset[str]
    handed: frozenset[str]
    told: int
    event_id: int | None = None
    title: str = ""
    tasks: Mapping[str, int] = field(default_factory=dict)  # {state: how many of those that go there}


def underway(connection: Connection, scope: Scope, cells: tuple[int, int] | None = None) -> dict[str, Underway]:
    """{"event-" or "warning-" and a code: what is under way}, of every subject with live orders that the asker sees;
    with `cells` of those about some of them."""
    names = ("state", "alone", "accept_by", "arrive_by", "done_by", "sent_at", "late")
    own: list[Any] = [dispatch.c[name] for name in ("event_id", "warning_id", "n", "actor_key", "holder_key", "at")]
    own += [dispatch.c.state.label("order"), dispatch.c.late.label("draft_late")]
    own += [event.c.code.label("event_code"), warning.c.code.label("warning_code")]
    own += [func.coalesce(event.c.title, warning.c.title).label("title")]
    query = select(*own, *(task.c[name] for name in names))
    counts = (task.c.dispatch_id == dispatch.c.id) & or_(task.c.ended_at.is_(None), task.c.state == "refused")
    query = query.select_from(dispatch).outerjoin(task, counts)
    query = query.outerjoin(event, event.c.id == dispatch.c.event_id)
    query = query.outerjoin(warning, warning.c.id == dispatch.c.warning_id)
    about = [dispatch.c.lo <= cells[1], dispatch.c.hi >= cells[0]] if cells else []
    found = connection.execute(query.where(dispatch.c.state.in_(LIVE), visible(scope), *about).limit(MOST)).mappings()
    by_subject: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
    for row in found:
        by_subject[_key(row)].append(row)
    return {key: _told(rows) for key, rows in by_subject.items()}


def _key(row: Mapping[Any, Any]) -> str:
    return f"event-{row['event_code']}" if row["event_id"] is not None else f"warning-{row['warning_code']}"


def _told(rows: Sequence[Mapping[Any, Any]]) -> Underway:
    """Those who go there count before the desks that are only told."""
    sent = [row for row in rows if row["alone"]] or rows
    last = max(row["n"] for row in rows)
    expected = [one for row in sent if (one := _expected(row))]
    due, since = min(expected, default=(None, max(row["at"] for row in rows)))
    return Underway(
        state=_state(sent, last),
        due=due,
        since=since,
        holders=frozenset(row["holder_key"] for row in rows),
        handed=frozenset(row["holder_key"] for row in rows if row["holder_key"] != row["actor_key"]),
        told=max(_told_up(row) for row in rows),
        event_id=rows[0]["event_id"],
        title=rows[0]["title"] or "",
        tasks=Counter(row["state"] for row in sent if row["state"]),
    )


def _told_up(row: Mapping[Any, Any]) -> int:
    """A draft is told to counties first, a task to its town."""
    return row["draft_late"] + 1 if row["draft_late"] and row["order"] == "drafted" else row["late"] or 0


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
    if row["order"] == "drafted":
        return row["at"] + CONFIRM_WITHIN, row["at"]
    limits = dict.fromkeys(UNSEEN, "accept_by") | dict.fromkeys(COMING, "arrive_by") | {"arrived": "done_by"}
    due = row[limits[row["state"]]] if row["state"] in limits else None
    return (due, row["sent_at"] or row["at"]) if due else None
