"""消防档案: what the fire brigade knows of a thing, whether its check is due, and how far the nearest station is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection

from data.dispatch.travel import paces, travel
from data.queries.muster import muster
from data.queries.responders import within_scope
from data.scope import Scope
from data.storms.geo import distance
from data.things.fields import FIELDS, FIRE

EVERY = {"key": timedelta(days=365), "general": timedelta(days=730)}  # between two checks; the house's own choice
STATION = "fire"  # kind of responder


@dataclass(frozen=True, kw_only=True)
class FireRecord:
    """`check`: done, overdue, or never told; `km` and `minutes` of the nearest station, None where there is none."""

    check: str
    due_at: datetime | None
    open: int | None
    station: str = ""
    km: float | None = None
    minutes: float | None = None


def fire_record(connection: Connection, row: Mapping[str, Any], scope: Scope, now: datetime) -> FireRecord | None:
    """Of things whose register asks for it; None of others. Stations are those of the scope."""
    if FIRE[0] not in FIELDS[row["layer"]]:
        return None
    return replace(judged(row, now), **_nearest(connection, row, scope))


def judged(row: Mapping[str, Any], now: datetime) -> FireRecord:
    """By what its register tells."""
    known = row["attributes"]
    told = known.get("fire_checked")
    due = datetime.fromisoformat(told) + EVERY[known.get("fire_class") or "general"] if told else None
    check = "never" if due is None else "overdue" if due < now else "done"
    return FireRecord(check=check, due_at=due, open=known.get("fire_open"))


def _nearest(connection: Connection, row: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    every = muster(connection)
    those = np.flatnonzero(every.kind.where(lambda kind: kind == STATION) & within_scope(every, scope))
    if not len(those):
        return {}
    km = np.asarray(distance(every.lon[those], every.lat[those], row["lon"], row["lat"])).reshape(-1)
    best = int(np.argmin(km))
    minutes = travel(paces([STATION]), km[best : best + 1])
    return {
        "station": str(every.rows[those[best]].name),
        "km": round(float(km[best]), 1),
        "minutes": round(float(minutes[0])),
    }
