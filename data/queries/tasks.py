"""Tasks as those find them who answer for whoever was sent: their desk, patrols, villages, teams of their agency."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, or_, select

from data.commands.dispatch_steps import BY_PHONE
from data.dispatch.receipts import possible
from data.queries.dispatch_talk import talk_of
from data.queries.responders import within
from data.schema import dispatch, event, region, responder, task, warning
from data.scope import Scope
from data.things.masks import masked_place

MOST = 200
LATELY = timedelta(hours=24)  # how long what is over is still listed
GROUPS = {  # of the list: states of tasks
    "waiting": ("sent", "delivered", "read"),
    "coming": ("accepted", "departed"),
    "there": ("arrived",),
    "over": ("done", "refused", "recalled", "cancelled"),
}
ONLY = {"grid_staff": ("grid",)}  # roles that answer for some kinds of responders alone
Row = dict[str, Any]
_DUE = case(
    (task.c.state.in_(GROUPS["waiting"]), task.c.accept_by), (task.c.state.in_(GROUPS["coming"]), task.c.arrive_by)
)
_TASK = (
    *("code", "need", "words", "km", "minutes", "state", "accept_by", "arrive_by", "sent_at", "accepted_at"),
    *("departed_at", "arrived_at", "done_at", "ended_at", "reason", "urged", "alone"),
)
_ORDER = ("event_id", "warning_id", "lo", "hi", "provenance")


def theirs(scope: Scope, role: str) -> list[Any]:
    """Conditions on responders and their homes: those for whom this asker may tell."""
    found = within(scope)
    if not scope.every_department:
        found.append(responder.c.agency.in_(scope.departments))
    return [*found, responder.c.kind.in_(ONLY[role])] if role in ONLY else found


def task_counts(
    connection: Connection, scope: Scope, role: str, cells: tuple[int, int], now: datetime
) -> dict[str, int]:
    """{group: how many}."""
    rows = connection.execute(_told(select(task.c.state, func.count()), scope, role, cells, now).group_by(task.c.state))
    by_state = {row[0]: row[1] for row in rows}
    return {name: sum(by_state.get(state, 0) for state in states) for name, states in GROUPS.items()}


def tasks_for(
    connection: Connection, scope: Scope, role: str, cells: tuple[int, int], now: datetime, group: str = ""
) -> list[Row]:
    """Those of a group, or all that are not over: what is due first comes first; what is over, the last first."""
    name, title = func.coalesce(event.c.code, warning.c.code), func.coalesce(event.c.title, warning.c.title)
    columns: list[Any] = [task.c[one] for one in _TASK] + [dispatch.c[one] for one in _ORDER]
    columns += [dispatch.c.code.label("order"), dispatch.c.words.label("said"), _DUE.label("due"), BY_PHONE]
    columns += [responder.c.name.label("who"), responder.c.kind, event.c.place, event.c.lon, event.c.lat]
    query = _told(select(*columns, name.label("subject"), title.label("title")), scope, role, cells, now)
    query = query.outerjoin(event, event.c.id == dispatch.c.event_id)
    query = query.outerjoin(warning, warning.c.id == dispatch.c.warning_id)
    query = query.where(task.c.state.in_(GROUPS[group])) if group else query.where(task.c.ended_at.is_(None))
    order = (task.c.ended_at.desc(),) if group == "over" else (_DUE.is_(None), _DUE, task.c.sent_at)
    rows = connection.execute(query.order_by(*order, task.c.id).limit(MOST)).mappings()
    shown = [_shown(dict(row), scope) for row in rows]
    said = talk_of(connection, [row["code"] for row in shown], scope.clearance)
    return [row | {"talk": said.get(row["code"], [])} for row in shown]


def may_tell(connection: Connection, code: str, scope: Scope, role: str) -> bool:
    """Whether the task is that of somebody for whom this asker answers."""
    query = select(task.c.id).join_from(task, responder, responder.c.id == task.c.responder_id)
    query = query.join(region, region.c.id == responder.c.region_id).where(task.c.code == code, *theirs(scope, role))
    return connection.scalar(query) is not None


def _told(query: Select[Any], scope: Scope, role: str, cells: tuple[int, int], now: datetime) -> Select[Any]:
    """Tasks that somebody has heard of, under way or lately over, of responders at home in these cells."""
    home = and_(region.c.lo >= cells[0], region.c.hi <= cells[1])
    lately = or_(task.c.ended_at.is_(None), task.c.ended_at > now - LATELY)
    query = query.select_from(task).join(dispatch, dispatch.c.id == task.c.dispatch_id)
    query = query.join(responder, responder.c.id == task.c.responder_id)
    query = query.join(region, region.c.id == responder.c.region_id)
    return query.where(task.c.sent_at.is_not(None), home, lately, *theirs(scope, role))


def _shown(row: Row, scope: Scope) -> Row:
    """With what can be told next; the address as far as the asker is cleared, and whether he may open its subject."""
    led = scope.covers(row.pop("lo"), row.pop("hi"))
    place = masked_place(row["place"], scope.clearance) if row["place"] else None
    said = masked_place(row["said"], scope.clearance) if row["said"] else ""
    reason = masked_place(row["reason"], scope.clearance) if row["reason"] else None
    moves = [] if row["ended_at"] else possible(row["state"])
    told = {"place": place, "said": said, "reason": reason, "by_phone": bool(row["by_phone"])}
    return row | told | {"led": led, "next": moves}
