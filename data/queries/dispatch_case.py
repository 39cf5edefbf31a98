"""Everything the desk tells of a subject: the sheet of the event or warning, what is near, what a station measures."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.commands.dispatch_steps import visible
from data.errors import BadInput, NotReady
from data.house import House
from data.queries.dispatch_near import Trace, near_counts, trace_of
from data.queries.event_sheet import Sheet, sheet
from data.queries.exposure import exposure
from data.queries.subjects import Subject
from data.queries.warning_sheet import WarningSheet, warning_sheet
from data.schema import dispatch, dispatch_step, responder, task
from data.scope import Scope

MOST = 200  # steps of orders


@dataclass(frozen=True, kw_only=True)
class Case:
    """Either `event` or `warning`. `near`: {layer: count} within 3 km; `exposed`: what the warning's area holds."""

    now: datetime
    near: dict[str, int]
    event: Sheet | None = None
    warning: WarningSheet | None = None
    trace: Trace | None = None
    exposed: dict[str, Any] = field(default_factory=dict)
    moves: list[dict[str, Any]] = field(default_factory=list)  # of its orders: at, move, who; oldest first


def case_of(house: House, subject: Subject, scope: Scope, at: datetime | None = None) -> Case:
    """UnknownThing when it was not there at that moment."""
    now = at or house.clock.now()
    with house.engine.connect() as connection:
        near = near_counts(connection, scope, subject.lon, subject.lat)
        moves = moves_of(connection, subject.key, scope, now)
    if subject.event_id is not None:
        return Case(now=now, near=near, event=sheet(house, subject.event_id, scope, at), moves=moves)
    found = warning_sheet(house, subject.code, scope, at)
    return Case(
        now=now,
        near=near,
        warning=found,
        moves=moves,
        trace=_trace(house, found, now),
        exposed=_exposed(house, scope, subject.code, now),
    )


def moves_of(connection: Connection, subject: str, scope: Scope, until: datetime) -> list[dict[str, Any]]:
    """The history of all orders on a subject that the asker sees; `who`: whom a step is about."""
    s = dispatch_step.c
    query = select(s.at, s.move, responder.c.name.label("who")).join_from(dispatch_step, dispatch)
    query = query.outerjoin(task, task.c.id == s.task_id).outerjoin(responder, responder.c.id == task.c.responder_id)
    query = query.where(dispatch.c.subject == subject, visible(scope), s.at <= until).order_by(s.id)
    return [dict(row) for row in connection.execute(query.limit(MOST)).mappings()]


def _trace(house: House, found: WarningSheet, now: datetime) -> Trace | None:
    if found.station is None:
        return None
    numbers = found.evidence.get("numbers") if isinstance(found.evidence, dict) else None
    quantity = str(numbers[0].get("quantity") or "") if numbers else ""
    with house.engine.connect() as connection:
        return trace_of(connection, found.station["id"], quantity, now)


def _exposed(house: House, scope: Scope, code: str, now: datetime) -> dict[str, Any]:
    """{} where its area cannot be reckoned."""
    try:
        body = exposure(house, scope, {"warning": code}, now).body()
    except (BadInput, NotReady):
        return {}
    return {name: body[name] for name in ("area", "limited", "people", "to_move")}
