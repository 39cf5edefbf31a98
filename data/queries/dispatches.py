"""Orders as lists and the desk show them: each with its tasks, receipts, history and what became of its messages."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, select

from data.commands.dispatch_steps import tasks_of, visible
from data.dispatch.receipts import possible
from data.dispatch.words import DISPATCH_STATES
from data.errors import BadInput, UnknownThing
from data.language import gettext as _
from data.queries.dispatch_counts import place_in_line
from data.queries.dispatch_talk import talk_of
from data.schema import dispatch, dispatch_step, event, outbox, plan, task, task_photo, warning
from data.scope import Scope
from data.things.masks import NAMES, masked_phone, masked_place

MOST = 200
LIVE = ("drafted", "held", "final")
STATES = ("live", "all", *DISPATCH_STATES)
TASK = (
    *("code", "need", "words", "why", "km", "minutes", "state", "accept_by", "arrive_by", "sent_at", "delivered_at"),
    *(
        "done_by",
        "read_at",
        "accepted_at",
        "departed_at",
        "arrived_at",
        "done_at",
        "ended_at",
        "reason",
        "late",
        "urged",
    ),
    *("lon", "lat"),
)
OWN = (
    *("code", "n", "plan", "words", "whistle", "actor", "role", "holder", "at", "state", "held_until", "final_at"),
    *("ended_at", "provenance"),
)


def _orders(scope: Scope) -> Select[Any]:
    """Orders with the code and title of what they are on, and the how-manieth they are for this asker."""
    name = func.coalesce(event.c.code, warning.c.code)
    title = func.coalesce(event.c.title, warning.c.title)
    plan_name = select(plan.c.name).where(plan.c.code == dispatch.c.plan, plan.c.version == dispatch.c.version)
    told = [name.label("subject_code"), title.label("subject_title"), plan_name.scalar_subquery().label("plan_name")]
    columns = [dispatch.c[one] for one in ("id", "event_id", "warning_id", "lo", "hi", *OWN) if one != "n"]
    handed = dispatch.c.holder_key != dispatch.c.actor_key
    query = select(*columns, place_in_line(scope).label("n"), handed.label("handed"), *told).select_from(dispatch)
    return query.outerjoin(event, event.c.id == dispatch.c.event_id).outerjoin(
        warning, warning.c.id == dispatch.c.warning_id
    )


def dispatches(
    connection: Connection,
    scope: Scope,
    *,
    state: str = "live",
    event_id: int | None = None,
    warning_id: int | None = None,
    limit: int = 100,
) -> list[dict[str, Any]]:
    """The newest orders within the scope, each with its tasks."""
    if state not in STATES or not 1 <= limit <= MOST:
        raise BadInput(f"state: one of {', '.join(STATES)}; limit: 1 to {MOST}")
    query = _orders(scope).where(visible(scope))
    if state != "all":
        query = query.where(dispatch.c.state.in_(LIVE if state == "live" else (state,)))
    if event_id is not None:
        query = query.where(dispatch.c.event_id == event_id)
    if warning_id is not None:
        query = query.where(dispatch.c.warning_id == warning_id)
    found = connection.execute(query.order_by(dispatch.c.at.desc(), dispatch.c.id.desc()).limit(limit)).mappings()
    return [_shown(connection, row, scope) for row in found.all()]


def dispatch_whole(connection: Connection, code: str, scope: Scope) -> dict[str, Any]:
    """One order with its history and messages. UnknownThing when there is none for this asker."""
    row = connection.execute(_orders(scope).where(dispatch.c.code == code, visible(scope))).mappings().one_or_none()
    if row is None:
        raise UnknownThing(_("没有这个派遣"))
    return _shown(connection, row, scope) | {
        "history": _told(history_of(connection, row["id"]), scope),
        "messages": _messages(connection, row["id"]),
    }


def task_whole(connection: Connection, code: str) -> dict[str, Any]:
    """One task with its order and place, for its own page: whoever holds its link is its responder."""
    query = select(dispatch.c.id, task.c.id.label("task_id")).join_from(task, dispatch).where(task.c.code == code)
    found = connection.execute(query.where(task.c.state != "held")).one_or_none()
    if found is None:
        raise UnknownThing(_("没有这个任务"))
    order = connection.execute(_orders(Scope.guest()).where(dispatch.c.id == found.id)).mappings().one()
    one = next(one for one in tasks_of(connection, found.id) if one["id"] == found.task_id)
    place = connection.execute(
        select(event.c.place, event.c.lon, event.c.lat).where(event.c.id == order["event_id"])
    ).one_or_none()
    photos = connection.scalar(select(func.count()).where(task_photo.c.task_id == found.task_id))
    where = dict(place._mapping) if place else {"place": order["subject_title"], "lon": None, "lat": None}
    return {"order": dict(order), "task": _task(one, 0), "where": where, "photos": int(photos or 0)} | {
        "talk": talk_of(connection, [code], NAMES).get(code, [])
    }


def history_of(connection: Connection, dispatch_id: int) -> list[dict[str, Any]]:
    s = dispatch_step.c
    query = select(s.move, s.at, s.actor, s.role, s.words, task.c.code.label("task")).select_from(dispatch_step)
    query = query.outerjoin(task, task.c.id == s.task_id).where(s.dispatch_id == dispatch_id)
    return [dict(row) for row in connection.execute(query.order_by(s.id)).mappings()]


def dead_letters(connection: Connection) -> list[dict[str, Any]]:
    """Messages that could not be sent, oldest first."""
    names = ("message", "channel", "kind", "address", "attempts", "due_at", "error")
    subject = func.coalesce(dispatch.c.code, event.c.code)  # of an order, or of a case
    query = select(*(outbox.c[name] for name in names), subject.label("dispatch"))
    query = query.outerjoin_from(outbox, dispatch, dispatch.c.id == outbox.c.dispatch_id)
    query = query.outerjoin(event, event.c.id == outbox.c.event_id)
    return [
        dict(row) for row in connection.execute(query.where(outbox.c.state == "dead").order_by(outbox.c.id)).mappings()
    ]


def _shown(connection: Connection, row: Mapping[Any, Any], scope: Scope) -> dict[str, Any]:
    led = scope.covers(row["lo"], row["hi"])
    all_ = tasks_of(connection, row["id"])  # who comes to one's own case can be called; a desk above cannot
    cleared = [(one, led and one["alone"] or scope.covers(one["r_lo"], one["r_hi"])) for one in all_]
    tasks = [_task(one, scope.clearance if mine else 0) for one, mine in cleared]  # nobody else's telephones
    names = ("subject_code", "subject_title", "plan_name", "handed", *OWN)
    sums = {name: sum(one[f"{name}_at"] is not None for one in tasks) for name in ("accepted", "arrived", "done")}
    return _told([{name: row[name] for name in names}], scope)[0] | {"tasks": tasks, **sums}


def _told(rows: list[dict[str, Any]], scope: Scope) -> list[dict[str, Any]]:
    """Orders and steps: their words name the address."""
    return [row | {"words": row["words"] and masked_place(row["words"], scope.clearance)} for row in rows]


def _task(one: Mapping[Any, Any], clearance: int) -> dict[str, Any]:
    who = {"code": one["r_code"], "name": one["r_name"], "kind": one["r_kind"], "agency": one["r_agency"]}
    phone = {"phone": masked_phone(one["r_phone"], clearance)}
    moves = [] if one["ended_at"] or one["state"] == "held" else possible(one["state"])
    told = {"responder": who | phone, "next": moves, "alone": bool(one["alone"]), "by_phone": bool(one["by_phone"])}
    return {name: one[name] for name in TASK} | told


def _messages(connection: Connection, dispatch_id: int) -> list[dict[str, Any]]:
    query = select(outbox.c.channel, outbox.c.kind, outbox.c.state).where(outbox.c.dispatch_id == dispatch_id)
    counted = Counter((row.channel, row.kind, row.state) for row in connection.execute(query))
    return [{"channel": c, "kind": k, "state": s, "n": n} for (c, k, s), n in sorted(counted.items())]
