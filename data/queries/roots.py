"""治本件: cases that are to end what was reported again and again, and the reports each of them stands for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import Connection, exists, func, select

from data.link_words import ROOT
from data.queries.cases import in_scope
from data.schema import agency, event, event_history, event_link
from data.scope import Scope
from data.things.masks import masked_places

Row = dict[str, Any]
OF = event_link.c
NO_ROOT = ~exists().where(OF.kind == ROOT, OF.from_id == event.c.id).correlate(event)
COLUMNS = ("id", "code", "title", "stage", "reported_at", "closed_at", "ended_at", "agency", "place", "reports")


@dataclass(frozen=True, kw_only=True)
class Roots:
    """`repeats`: what this case is to end, oldest first, with `done` (what was answered) where the asker may read it;
    `root`: the newest case that is to end this one."""

    repeats: list[Row]
    root: Row | None


def roots(connection: Connection, scope: Scope, event_id: int, at: datetime | None = None) -> Roots:
    """Both sides of the links of an event, as far as the asker sees the other end; `at`: those made by then."""
    made = [OF.at <= at] if at else []
    ends = select(OF.to_id).where(OF.kind == ROOT, OF.from_id == event_id, *made)
    starts = select(OF.from_id).where(OF.kind == ROOT, OF.to_id == event_id, *made)
    repeats = _cases(connection, scope, event.c.id.in_(ends))
    found = _cases(connection, scope, event.c.id.in_(starts))
    said = _answers(connection, [row["id"] for row in repeats]) if scope.clearance else {}
    return Roots(repeats=[row | {"done": said.get(row["id"])} for row in repeats], root=found[-1] if found else None)


def roots_of(connection: Connection, scope: Scope, ids: Collection[int]) -> dict[int, Row]:
    """{event id: its newest root case (id, code, stage)} of many events."""
    if not ids:
        return {}
    columns = (OF.to_id, event.c.id, event.c.code, event.c.stage, event.c.ended_at)
    query = select(*columns).join(event, event.c.id == OF.from_id).order_by(OF.at, event.c.id)
    rows = connection.execute(query.where(OF.kind == ROOT, OF.to_id.in_(ids), *in_scope(scope)))
    return {row.to_id: {name: getattr(row, name) for name in ("id", "code", "stage", "ended_at")} for row in rows}


def intervals(rows: list[Row]) -> float | None:
    """The median of days from one report to the next; None for fewer than two."""
    moments = [row["reported_at"] for row in rows]
    days = [_days(b, a) for a, b in zip(moments, moments[1:], strict=False)]
    return round(median(days), 1) if days else None


def _days(later: Any, earlier: Any) -> float:
    """Between two moments, or two epoch seconds."""
    gone = later - earlier
    return float(gone if isinstance(gone, int | float) else gone.total_seconds()) / 86_400


def _cases(connection: Connection, scope: Scope, where: Any) -> list[Row]:
    query = select(*(event.c[name] for name in COLUMNS), agency.c.name.label("agency_name"))
    query = query.outerjoin(agency, agency.c.code == event.c.agency).where(where, *in_scope(scope))
    found = connection.execute(query.order_by(event.c.reported_at, event.c.id)).mappings()
    return masked_places(map(dict, found), scope.clearance)


def _answers(connection: Connection, ids: list[int]) -> dict[int, str]:
    """What was done each time, in the words of the last answer."""
    h = event_history.c
    last = select(h.event_id, func.max(h.seq).label("seq")).where(h.event_id.in_(ids), h.move == "answer")
    newest = last.group_by(h.event_id).subquery()
    query = select(h.event_id, h.reason).join(newest, (h.event_id == newest.c.event_id) & (h.seq == newest.c.seq))
    return {row.event_id: row.reason for row in connection.execute(query) if row.reason}
