"""The events that the whistle for a food business has made, and whether a visit to it is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from data.queries.cases import in_scope
from data.schema import event, event_external
from data.scope import Scope

ORIGIN = "food"  # of `event_external`: the code of the business, @, and the how-manieth it is
EVERY = {"A": timedelta(days=180), "B": timedelta(days=180), "C": timedelta(days=90), "D": timedelta(days=90)}
SOON = timedelta(days=15)
DUE = {"never": "未督导", "overdue": "逾期", "soon": "将到期", "done": "在期"}
Row = dict[str, Any]


def every(tier: str | None) -> timedelta:
    """Between two visits, by tier; the house's own choice, a tier that nobody told is the strictest."""
    return EVERY.get(tier or "", min(EVERY.values()))


def due_of(known: Mapping[str, Any], now: datetime) -> tuple[str, datetime | None]:
    """(never, overdue, soon or done; when the next visit is due) of what its register tells."""
    told = known.get("checked")
    if not told:
        return "never", None
    due = datetime.fromisoformat(told) + every(known.get("tier"))
    return "overdue" if due < now else "soon" if due < now + SOON else "done", due


def cases_of(connection: Connection, code: str, scope: Scope, origin: str = ORIGIN) -> list[Row]:
    """The newest first; only those that the asker sees. `origin`: of a food business, or of what else makes events."""
    x = event_external.c
    mine = (x.origin == origin, x.external_id > f"{code}@", x.external_id < f"{code}A", *in_scope(scope))
    query = select(event.c.code, event.c.stage, event.c.ended_at, event.c.reported_at)
    query = query.join(event_external, x.event_id == event.c.id).where(*mine)
    return [dict(row) for row in connection.execute(query.order_by(event.c.id.desc())).mappings()]
