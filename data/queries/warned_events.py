"""Which events a warning has become, and which warning an event was."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.queries.warning_scope import reaching
from data.schema import event, warning, warning_event
from data.scope import Scope

_T = warning_event.c


def events_of(
    connection: Connection, warning_id: int, scope: Scope | None = None, at: datetime | None = None
) -> list[dict[str, Any]]:
    """id, code, stage, the first made first; those within the scope and until `at`, where these are given."""
    query = select(event.c.id, event.c.code, event.c.stage, event.c.cell_id)
    query = query.join_from(warning_event, event, event.c.id == _T.event_id).where(_T.warning_id == warning_id)
    query = query.where(_T.at <= at) if at else query
    rows = [dict(row) for row in connection.execute(query.order_by(_T.event_id)).mappings()]
    return [row for row in rows if scope is None or scope.covers(row["cell_id"], row["cell_id"])]


def warning_behind(connection: Connection, event_id: int, scope: Scope) -> dict[str, Any] | None:
    """code and title of the warning that the event was, where the scope reaches it."""
    query = select(warning.c.code, warning.c.title).join_from(warning_event, warning, warning.c.id == _T.warning_id)
    found = connection.execute(query.where(_T.event_id == event_id, reaching(scope)).limit(1)).mappings().first()
    return dict(found) if found else None
