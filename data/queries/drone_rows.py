"""Drones with what they are doing, and their missions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, or_, select

from data.mission_words import LEAST_BATTERY
from data.queries.regions import Region, inside
from data.queries.responders import within
from data.schema import drone_mission, event, outbox, region, responder, task
from data.schema.dispatch import BUSY, FLYING
from data.scope import Scope

MISSIONS = 12
Row = Mapping[Any, Any]
COLUMNS = ("id", "code", "name", "lon", "lat", "seen_at", "state", "battery", "provenance")


def drones_of(connection: Connection, scope: Scope, here: Region | None = None) -> list[dict[str, Any]]:
    """Drones at home in the region and the scope, by code, each with `doing` (of DRONE_STATES), `task` in words, and
    the `mission` that it flies."""
    mine = select(*(responder.c[name] for name in COLUMNS)).join(region, region.c.id == responder.c.region_id)
    mine = mine.where(responder.c.kind == "drone", *within(scope))
    if here is not None:
        mine = mine.where(region.c.lo >= here.lo, region.c.hi <= here.hi)
    rows = [dict(row) for row in connection.execute(mine.order_by(responder.c.code)).mappings()]
    flying = {row["responder_id"]: row for row in connection.execute(select(drone_mission).where(FLYING)).mappings()}
    busy = {
        row.responder_id: row.words for row in connection.execute(select(task.c.responder_id, task.c.words).where(BUSY))
    }
    for row in rows:
        mission = flying.get(row["id"])
        row |= {
            "doing": _doing(row, mission is not None, row["id"] in busy),
            "mission": mission["code"] if mission else None,
        }
        row["task"] = mission["what"] if mission else busy.get(row["id"])
    return rows


def _doing(row: Row, flying: bool, busy: bool) -> str:
    if flying:
        return "flying"
    if busy:
        return "busy"
    if row["state"] == "off":
        return "off"
    return "low" if row["battery"] is not None and row["battery"] < LEAST_BATTERY else "idle"


def missions_in(connection: Connection, here: Region, scope: Scope) -> list[Row]:
    """The newest missions to points of the region; roles, no names."""
    m = drone_mission.c
    columns = (m.code, responder.c.name, m.place, m.lon, m.lat, m.what, m.minutes, m.at, m.role, m.ended_at, m.found)
    query = select(*columns, m.words, outbox.c.state, event.c.code.label("fire")).join_from(drone_mission, responder)
    query = query.join(outbox, outbox.c.message == m.message).outerjoin(event, event.c.id == m.fire_id)
    mine = or_(*(m.cell_id.between(lo, hi) for lo, hi in scope.cells))
    query = query.where(inside(m.cell_id, here), mine).order_by(m.id.desc()).limit(MISSIONS)
    return list(connection.execute(query).mappings())
