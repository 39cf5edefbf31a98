"""Storms of the pack and their tracks, as past the moment asked for and as to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy import Row as SqlRow

from data.answer import Row
from data.errors import UnknownThing
from data.queries.storm_twins import Known, known_once
from data.schema import storm, storm_point

KNOT = 0.514444  # m/s
_TRACK = select(storm_point).where(storm_point.c.track_id == bindparam("track")).order_by(storm_point.c.at)


def storm_now(connection: Connection, track_id: str, now: datetime, recent: timedelta) -> list[Row]:
    """The storm asked for, or the one within `recent` of now that comes nearest; its last point up to now.

    Empty without one.
    """
    chosen = storm.c.track_id == track_id if track_id else (storm.c.first_at <= now) & (storm.c.last_at >= now - recent)
    rows = connection.execute(select(storm).where(chosen).order_by(storm.c.nearest_km)).all()
    if not rows:
        return []
    found = known_once(connection, rows)[0]
    points = _points(connection, found.row.track_id)
    past = [point for point in points if point.at <= now]
    return [_named(found) | _told((past or points)[-1 if past else 0], now)]


def storms(connection: Connection) -> list[Row]:
    """Every storm, newest first; `category` is its strongest, `also` the ids under which other sources tell of it."""
    rows = connection.execute(select(storm).order_by(storm.c.first_at.desc(), storm.c.track_id)).all()
    strongest = select(storm_point.c.track_id, func.max(storm_point.c.category)).group_by(storm_point.c.track_id)
    category = dict(connection.execute(strongest).all())
    return [_named(one) | {"category": category.get(one.row.track_id)} for one in known_once(connection, rows)]


def track(connection: Connection, track_id: str, now: datetime) -> list[Row]:
    """Points in time order with category (GB/T 19201) and wind radii where told; `past` tells which lie before now.

    UnknownThing when there is no such storm.
    """
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
        "category": row.category,
        "r7_km": row.r7_km,
        "r10_km": row.r10_km,
        "r12_km": row.r12_km,
        "km": round(row.km),
        "past": row.at <= now,
    }


def _named(known: Known) -> Row:
    row = known.row
    return {
        "track_id": row.track_id,
        "season": row.season,
        "name": known.name,
        "nearest_km": round(row.nearest_km),
        "nearest_at": row.nearest_at.isoformat(),
        "source": row.source,
        "sources": "; ".join(known.sources),
        "also": " ".join(one.track_id for one in known.others),
    }
