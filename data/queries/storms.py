"""Storms of the pack and their tracks, as past the moment asked for and as to come."""

from bisect import bisect_right
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy import Row as SqlRow

from data.answer import Row
from data.queries.storm_seen import near_city, seen
from data.queries.storm_twins import Known, known_once
from data.queries.tracks import storm_tracks
from data.schema import storm, storm_point
from data.storms.radii import read

KNOT = 0.514444  # m/s


def storm_now(connection: Connection, track_id: str, now: datetime, recent: timedelta) -> list[Row]:
    """The storm asked for, or the one within `recent` of now that comes nearest; its last point up to now.

    Empty without one.
    """
    chosen = storm.c.track_id == track_id if track_id else (storm.c.first_at <= now) & (storm.c.last_at >= now - recent)
    rows = connection.execute(select(storm).where(chosen).order_by(storm.c.nearest_km)).all()
    if not rows:
        return []
    found = known_once(connection, rows)[0]
    fixes, km, near = seen(connection, found.row.track_id)
    last = max(bisect_right(fixes, now, key=attrgetter("at")) - 1, 0)
    return [_named(found) | near | _told(fixes[last], km[last], now)]


def storms(connection: Connection) -> list[Row]:
    """Every storm, newest first; `category` is its strongest, `also` the ids under which other sources tell of it."""
    rows = connection.execute(select(storm).order_by(storm.c.first_at.desc(), storm.c.track_id)).all()
    strongest = select(storm_point.c.track_id, func.max(storm_point.c.category)).group_by(storm_point.c.track_id)
    category = dict(connection.execute(strongest).all())
    near = {one.head["track_id"]: near_city(connection, one) for one in storm_tracks(connection)}
    found = [(one, one.row.track_id) for one in known_once(connection, rows) if one.row.track_id in near]
    return [_named(one) | near[code] | {"category": category.get(code)} for one, code in found]


def track(connection: Connection, track_id: str, now: datetime) -> list[Row]:
    """Points in time order with category (GB/T 19201) and wind radii where told; `past` tells which lie before now.

    `km` is from the city's outline. UnknownThing when there is no such storm.
    """
    fixes, away, _near = seen(connection, track_id)
    return [_told(row, km, now) for row, km in zip(fixes, away, strict=True)]


def _told(row: SqlRow[Any], km: float, now: datetime) -> Row:
    sides = read(row.quadrants)
    told: Row = {
        "at": row.at.isoformat(),
        "lon": row.lon,
        "lat": row.lat,
        "wind_ms": None if row.wind_kt is None else round(row.wind_kt * KNOT),
        "pressure": row.pressure_hpa,
        "category": row.category,
        "r7_km": row.r7_km,
        "r10_km": row.r10_km,
        "r12_km": row.r12_km,
        "km": round(km),
        "past": row.at <= now,
    }
    return told | {f"r{n}_sides": ",".join(map(str, sides[n])) if n in sides else None for n in (7, 10, 12)}


def _named(known: Known) -> Row:
    row = known.row
    return {
        "track_id": row.track_id,
        "season": row.season,
        "name": known.name,
        "source": row.source,
        "sources": "; ".join(known.sources),
        "also": " ".join(one.track_id for one in known.others),
    }
