"""Responders as columns: everyone of some kinds within a scope, as the recommendation and lists need them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, and_, false, func, or_, select

from data.life.actor import Actor, account_key
from data.queries.muster import Coded, Muster, muster
from data.schema import duty, responder, task
from data.schema import region as place
from data.schema.dispatch import BUSY
from data.scope import EVERY_CELL, Scope
from data.things.masks import masked_phone

ACCOUNT = account_key("")
STALE = timedelta(minutes=30)  # an older position is not dispatched by, unless somebody has asked
LATELY = timedelta(hours=24)  # what counts as load


@dataclass(frozen=True, eq=False)
class Responders:
    """One entry a responder; `age` in seconds, `busy` the code of the task it is on or "", `load` tasks of a day."""

    rows: NDArray[np.object_]  # of `data/queries/muster.py`
    km_lon: NDArray[np.float64]
    km_lat: NDArray[np.float64]
    kind: Coded
    skills: Coded
    agency: Coded
    capacity: NDArray[np.int64]
    age: NDArray[np.int64]
    state: NDArray[np.str_]
    lo: NDArray[np.int64]
    hi: NDArray[np.int64]
    load: NDArray[np.int64]
    busy: dict[int, str]
    rostered: frozenset[str]  # agencies with somebody on duty now


def responders_of(connection: Connection, kinds: Collection[str], scope: Scope, now: datetime) -> Responders:
    """Everyone of these kinds whose home lies within the scope."""
    every = muster(connection)
    those = np.flatnonzero(every.kind.where(lambda kind: kind in kinds) & within_scope(every, scope))
    busy = _pairs(connection, select(task.c.responder_id, task.c.code).where(BUSY))
    ids, state = every.id[those], np.array(every.state.words, dtype="<U8")[every.state.at[those]]
    state[np.isin(ids, list(busy))] = "busy"
    return Responders(
        rows=every.rows[those],
        km_lon=every.lon[those],
        km_lat=every.lat[those],
        kind=every.kind.take(those),
        skills=every.skills.take(those),
        agency=every.agency.take(those),
        capacity=every.capacity[those],
        age=np.maximum(int(now.timestamp()) - every.seen_at[those], 0),
        state=state,
        lo=every.lo[those],
        hi=every.hi[those],
        load=_load(connection, ids, now),
        busy=busy,
        rostered=frozenset(_rostered(connection, now)),
    )


def within_scope(every: Muster, scope: Scope) -> NDArray[np.bool_]:
    """Whose home region lies in the scope: as `within` says it of rows."""
    inside = np.zeros(len(every.id), dtype=bool)
    for lo, hi in scope.cells:
        inside |= (every.lo >= lo) & (every.hi <= hi)
    return inside


def within(scope: Scope) -> list[Any]:
    """Conditions on `place`: home regions inside the scope."""
    if EVERY_CELL in scope.cells:
        return []
    return [or_(*(and_(place.c.lo >= lo, place.c.hi <= hi) for lo, hi in scope.cells))]


def told_of(connection: Connection, codes: Collection[str], clearance: int) -> dict[str, dict[str, Any]]:
    """{code: phone (by clearance), provenance, seen_at, lon, lat} of responders that the asker has been shown."""
    names = ("code", "phone", "provenance", "seen_at", "lon", "lat")
    rows = connection.execute(select(*(responder.c[one] for one in names)).where(responder.c.code.in_(sorted(codes))))
    told = [dict(row) for row in rows.mappings()]
    return {row["code"]: row | {"phone": masked_phone(row["phone"], clearance)} for row in told}


def chief_on_duty(connection: Connection, actor: Actor, cells: tuple[int, int], now: datetime) -> bool:
    """Whether somebody is 值班长 now of a region that holds these cells: his account is, not one of the same name."""
    mine = and_(duty.c.login.is_(None), duty.c.who == actor.name)  # a numbered role: nobody else plays it
    if actor.key:
        mine = duty.c.login == actor.key.removeprefix(ACCOUNT) if actor.key.startswith(ACCOUNT) else false()
    query = select(duty.c.id).join_from(duty, place, place.c.id == duty.c.region_id)
    query = query.where(mine, duty.c.role == "chief", duty.c.since <= now, duty.c.until > now)
    return connection.scalar(query.where(place.c.lo <= cells[0], place.c.hi >= cells[1]).limit(1)) is not None


def _load(connection: Connection, ids: NDArray[np.int64], now: datetime) -> NDArray[np.int64]:
    query = select(task.c.responder_id, func.count()).where(task.c.sent_at > now - LATELY).group_by(task.c.responder_id)
    told = _pairs(connection, query)
    if not told:
        return np.zeros(len(ids), dtype=np.int64)
    load = np.zeros(len(ids), dtype=np.int64)
    asked = np.array(list(told), dtype=np.int64)
    here = np.isin(asked, ids)
    load[np.searchsorted(ids, asked[here])] = np.array(list(told.values()), dtype=np.int64)[here]
    return load


def _pairs(connection: Connection, query: Select[Any]) -> dict[int, Any]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _rostered(connection: Connection, now: datetime) -> list[str]:
    query = select(duty.c.agency).where(duty.c.since <= now, duty.c.until > now, duty.c.agency.is_not(None))
    return [code for code in connection.scalars(query.distinct()) if code]
