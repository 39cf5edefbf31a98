"""Storms of the pack and their tracks, as past the moment asked for and as to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy import Row as SqlRow

from data.answer import Row
from data.errors import UnknownThing
from data.schema import storm, storm_point

KNOT = 0.514444  # m/s
_TRACK = select(storm_point).where(storm_point.c.track_id == bindparam("track")).order_by(storm_point.c.at)


def storm_now(connection: Connection, track_id: str, now: datetime, recent: timedelta) -> list[Row]:
    """The storm asked for, or the one within `recent` of now; its last point up to now. Empty without one."""
    chosen = storm.c.track_id == track_id if track_id else (storm.c.first_at <= now) & (storm.c.last_at >= now - recent)
    found = connection.execute(select(storm).where(chosen).order_by(storm.c.nearest_km).limit(1)).first()
    if found is None:
        return []
    points = _points(connection, found.track_id)
    past = [point for point in points if point.at <= now]
    return [_named(found) | _told((past or points)[-1 if past else 0], now)]


def storms(connection: Connection) -> list[Row]:
    """Every storm of the pack, newest first."""
    return [_named(row) for row in connection.execute(select(storm).order_by(storm.c.first_at.desc()))]


def track(connection: Connection, track_id: str, now: datetime) -> list[Row]:
    """Points in time order; `past` tells which lie before now. UnknownThing when the pack has no such storm."""
    return [_told(row, now) for row in _points(connection, track_id)]


def _points(connection: Connection, track_id: str) -> Sequence[SqlRow[Any]]:
    rows = connection.execute(_TRACK, {"track": track_id}).all()
    if not rows:
        raise UnknownThing(f"no storm {track_id}")
    return rows


def _told(row: SqlRow[Any], now: datetime) -> Row:
    return {
        "at": row.at.isoformat(),
        "lon": row.lon,
        "lat": row.lat,
        "wind_ms": None if row.wind_kt is None else round(row.wind_kt * KNOT),
        "pressure": row.pressure_hpa,
        "km": round(row.km),
        "past": row.at <= now,
    }


def _named(row: SqlRow[Any]) -> Row:
    return {
        "track_id": row.track_id,
        "season": row.season,
        "name": row.name,
        "nearest_km": round(row.nearest_km),
        "nearest_at": row.nearest_at.isoformat(),
        "source": row.source,
    }
