"""Conclusions of a room with what became of them: receipts of an order, 报到 of a whistle, the answer to a 督办."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.queries.among import among
from data.schema import agency, dispatch, event_history, responder, room_conclusion, task

Row = dict[str, Any]
OVER = ("refused", "recalled", "cancelled")  # states of a task that nobody will do
RECEIPTS = ("state", "sent_at", "delivered_at", "read_at", "accepted_at", "departed_at", "arrived_at", "ended_at")


def conclusions_of(connection: Connection, room: Mapping[str, Any], now: datetime) -> list[Row]:
    """Oldest first; `state` is one of CONCLUSION_STATES, `receipts` what the engine of dispatch tells, or {}."""
    query = select(
        room_conclusion,
        agency.c.name.label("agency_name"),
        responder.c.name.label("responder_name"),
        responder.c.code.label("responder_code"),
        dispatch.c.code.label("dispatch_code"),
        dispatch.c.state.label("dispatch_state"),
        dispatch.c.held_until,
    )
    query = query.outerjoin(agency, agency.c.code == room_conclusion.c.agency)
    query = query.outerjoin(responder, responder.c.id == room_conclusion.c.responder_id)
    query = query.outerjoin(dispatch, dispatch.c.id == room_conclusion.c.dispatch_id)
    mine = query.where(room_conclusion.c.room_id == room["id"]).order_by(room_conclusion.c.n)
    rows = [dict(row) for row in connection.execute(mine).mappings()]
    told = followed(connection, rows, [room["event_id"]] * len(rows))
    return [row | {"state": _state(row, row["receipts"], now)} for row in told]


def followed(connection: Connection, rows: Sequence[Row], events: Sequence[int | None]) -> list[Row]:
    """Conclusions of rooms on these events, one each, with `receipts` and `done_at` of what they became."""
    tasks = _tasks(connection, [row["dispatch_id"] for row in rows if row["dispatch_id"]])
    about = list(zip(rows, events, strict=True))
    calls = _calls(connection, {event for row, event in about if row["way"] == "whistle" and event})
    return [_told(row, tasks, calls[event]) for row, event in about]


def _told(row: Row, tasks: Mapping[tuple[int, int], Row], calls: Sequence[Any]) -> Row:
    receipts, done = Row(), row["done_at"]
    if row["way"] == "order" and row["dispatch_id"]:
        receipts = tasks.get((row["dispatch_id"], row["responder_id"]), {})
        done = receipts.get("done_at")
    if row["way"] == "whistle" and row["asked_at"]:
        done = _came(row, calls)
    return row | {"receipts": receipts, "done_at": done}


def _state(row: Row, receipts: Row, now: datetime) -> str:
    if row["asked_at"] is None:
        return "noted"
    if row["done_at"] is not None:
        return "done"
    if receipts.get("state") in OVER:
        return "void"
    return "late" if row["deadline"] < now else "asked"


def _tasks(connection: Connection, orders: Sequence[int]) -> dict[tuple[int, int], Row]:
    """{(order, responder): its task}."""
    columns = [task.c[name] for name in ("dispatch_id", "responder_id", "code", "reason", "done_at", *RECEIPTS)]
    found = connection.execute(select(*columns).where(among(connection, task.c.dispatch_id, orders))).mappings()
    return {(row["dispatch_id"], row["responder_id"]): dict(row) for row in found}


def _calls(connection: Connection, events: Collection[int]) -> Mapping[int | None, Sequence[Any]]:
    """{event: its whistles and arrivals, in their order}."""
    h, found = event_history.c, defaultdict[int | None, list[Any]](list)
    wanted = (among(connection, h.event_id, events), h.move.in_(("whistle", "arrive")))
    for one in connection.execute(select(h.event_id, h.move, h.at).where(*wanted).order_by(h.seq)) if events else ():
        found[one.event_id].append(one)
    return found


def _came(row: Row, calls: Sequence[Any]) -> datetime | None:
    """When who was called by this conclusion came: the first arrival before somebody else was called."""
    later = [one for one in calls if one.at >= row["asked_at"]]
    for one in later[1:]:
        return one.at if one.move == "arrive" else None
    return None
