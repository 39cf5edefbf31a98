"""Responders as columns: everyone of some kinds within a scope, as the recommendation and lists need them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, Select, and_, func, or_, select, type_coerce

from data.schema import duty, responder, task
from data.schema import region as place
from data.schema.dispatch import BUSY
from data.scope import EVERY_CELL, Scope

STALE = timedelta(minutes=30)  # an older position is not dispatched by, unless somebody has asked
LATELY = timedelta(hours=24)  # what counts as load
_COLUMNS = [
    *(responder.c[name] for name in ("id", "code", "name", "kind", "agency", "skills", "capacity", "lon", "lat")),
    type_coerce(responder.c.seen_at, BigInteger).label("seen_at"),
    *(responder.c.state, responder.c.seen_by, place.c.lo, place.c.hi, responder.c.provenance),
]
_ALL = select(*_COLUMNS).join_from(responder, place, place.c.id == responder.c.region_id)


@dataclass(frozen=True, eq=False)
class Responders:
    """One entry a responder; `age` in seconds, `busy` the code of the task it is on or "", `load` tasks of a day."""

    rows: list[Any]
    km_lon: NDArray[np.float64]
    km_lat: NDArray[np.float64]
    kind: NDArray[np.str_]
    skills: NDArray[np.str_]
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
    query = _ALL.where(responder.c.kind.in_(sorted(kinds)), *within(scope))
    rows = list(connection.execute(query.order_by(responder.c.id)).all())
    columns: list[Any] = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS)
    moment = int(now.timestamp())
    ids = np.array(columns[0], dtype=np.int64)
    busy = _pairs(connection, select(task.c.responder_id, task.c.code).where(BUSY))
    state = np.array(columns[10], dtype="<U8")
    state[np.isin(ids, list(busy))] = "busy"
    return Responders(
        rows=rows,
        km_lon=np.array(columns[7], dtype=float),
        km_lat=np.array(columns[8], dtype=float),
        kind=np.array(columns[3], dtype=str),
        skills=np.array(columns[5], dtype=str),
        capacity=np.array(columns[6], dtype=np.int64),
        age=np.maximum(moment - np.array(columns[9], dtype=np.int64), 0),
        state=state,
        lo=np.array(columns[12], dtype=np.int64),
        hi=np.array(columns[13], dtype=np.int64),
        load=_load(connection, ids, now),
        busy=busy,
        rostered=frozenset(_rostered(connection, now)),
    )


def within(scope: Scope) -> list[Any]:
    """Conditions on `place`: home regions inside the scope."""
    if EVERY_CELL in scope.cells:
        return []
    return [or_(*(and_(place.c.lo >= lo, place.c.hi <= hi) for lo, hi in scope.cells))]


def chief_on_duty(connection: Connection, who: str, cells: tuple[int, int], now: datetime) -> bool:
    """Whether somebody is 值班长 now of a region that holds these cells."""
    query = select(duty.c.id).join_from(duty, place, place.c.id == duty.c.region_id)
    query = query.where(duty.c.who == who, duty.c.role == "chief", duty.c.since <= now, duty.c.until > now)
    return connection.scalar(query.where(place.c.lo <= cells[0], place.c.hi >= cells[1]).limit(1)) is not None


def _load(connection: Connection, ids: NDArray[np.int64], now: datetime) -> NDArray[np.int64]:
    query = select(task.c.responder_id, func.count()).where(task.c.sent_at > now - LATELY).group_by(task.c.responder_id)
    told = _pairs(connection, query)
    if not told:
        return np.zeros(len(ids), dtype=np.int64)
    return np.array([told.get(number, 0) for number in ids.tolist()], dtype=np.int64)


def _pairs(connection: Connection, query: Select[Any]) -> dict[int, Any]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _rostered(connection: Connection, now: datetime) -> list[str]:
    query = select(duty.c.agency).where(duty.c.since <= now, duty.c.until > now, duty.c.agency.is_not(None))
    return [code for code in connection.scalars(query.distinct()) if code]
