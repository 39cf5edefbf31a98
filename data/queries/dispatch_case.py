"""Everything the desk tells of a subject: the sheet of the event or warning, what is near, what a station measures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.commands.dispatch_steps import visible
from data.errors import BadInput, NotReady
from data.house import House
from data.queries.dispatch_near import KM, Near, near_of
from data.queries.dispatch_stations import Measured, behind, nearest
from data.queries.event_sheet import Sheet, sheet
from data.queries.exposure import exposure
from data.queries.sight import Seen, cameras_on
from data.queries.subjects import Subject
from data.queries.warning_sheet import WarningSheet, warning_sheet
from data.schema import dispatch, dispatch_step, responder, task
from data.scope import Scope
from data.things.masks import masked_place

MOST = 200  # steps of orders
QUIET = ("life", "delivered", "read", "position", "photo")  # what receipts show, and the event's own history
SPOKEN = ("late", "stuck", "urge", "refused", "cancel", "handover", "finished", "say")  # steps whose words are told


@dataclass(frozen=True, kw_only=True)
class Case:
    """Either `event` or `warning`. `near`: {layer: count} within 3 km, `around`: the nearest of them; `exposed`: what
    the warning's area holds, or the 3 km about an event.

    `measured`: by the stations behind the warning, by the one nearest to the event.
    """

    now: datetime
    near: dict[str, int]
    seen: Seen | None = None  # by cameras: an event at its place, a warning at its middle
    around: list[Near] = field(default_factory=list)
    event: Sheet | None = None
    warning: WarningSheet | None = None
    measured: list[Measured] = field(default_factory=list)
    exposed: dict[str, Any] = field(default_factory=dict)
    moves: list[dict[str, Any]] = field(default_factory=list)  # of its orders: at, move, who, words; oldest first


def case_of(house: House, subject: Subject, scope: Scope, at: datetime | None = None) -> Case:
    """UnknownThing when it was not there at that moment."""
    now = at or house.clock.now()
    with house.engine.connect() as connection:
        near, around = near_of(connection, scope, subject.lon, subject.lat)
        moves = moves_of(connection, subject.key, scope, now)
        measured = nearest(connection, subject, scope, now) if subject.event_id is not None else []
    if subject.event_id is not None:
        event = sheet(house, subject.event_id, scope, at)
        circle = {"circle": {"lon": subject.lon, "lat": subject.lat, "km": KM}}
        told: dict[str, Any] = {"exposed": _exposed(house, scope, circle, now), "seen": event.seen}
        return Case(now=now, near=near, around=around, event=event, moves=moves, measured=measured, **told)
    found = warning_sheet(house, subject.code, scope, at)
    return Case(
        now=now,
        near=near,
        around=around,
        warning=found,
        moves=moves,
        seen=_seen(house, subject, scope),
        measured=_behind(house, found, scope, now),
        exposed=_exposed(house, scope, {"warning": subject.code}, now),
    )


def _seen(house: House, subject: Subject, scope: Scope) -> Seen:
    with house.engine.connect() as connection:
        return cameras_on(connection, scope, subject.lon, subject.lat)


def moves_of(connection: Connection, subject: str, scope: Scope, until: datetime) -> list[dict[str, Any]]:
    """The history of all orders on a subject that the asker sees, the newest MOST; `who`: whom a step is about."""
    s = dispatch_step.c
    query = select(s.at, s.move, s.words, responder.c.name.label("who")).join_from(dispatch_step, dispatch)
    query = query.outerjoin(task, task.c.id == s.task_id).outerjoin(responder, responder.c.id == task.c.responder_id)
    query = query.where(dispatch.c.subject == subject, visible(scope), s.at <= until, s.move.not_in(QUIET))
    newest = connection.execute(query.order_by(s.id.desc()).limit(MOST)).mappings().all()
    return [dict(row) | {"words": _words(row, scope)} for row in reversed(newest)]


def _words(row: Mapping[Any, Any], scope: Scope) -> str:
    """What was said with a step; an order's own words stand on its card."""
    return masked_place(row["words"], scope.clearance) if row["words"] and row["move"] in SPOKEN else ""


def _behind(house: House, found: WarningSheet, scope: Scope, now: datetime) -> list[Measured]:
    with house.engine.connect() as connection:
        return behind(connection, found, scope, now)


def _exposed(house: House, scope: Scope, area: dict[str, Any], now: datetime) -> dict[str, Any]:
    """{} where its area cannot be reckoned."""
    try:
        body = exposure(house, scope, area, now).body()
    except (BadInput, NotReady):
        return {}
    return {name: body[name] for name in ("area", "limited", "people", "to_move")}
