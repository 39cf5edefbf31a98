"""Storms of the pack and their tracks, as past the moment asked for and as to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy import Row as SqlRow

from data.answer import Row
from data.errors import UnknownThing
from data.queries.storm_city import km_of, nearest_of
from data.queries.storm_twins import Known, known_once
from data.queries.tracks import Stormy, storm_track, storm_tracks
from data.schema import storm, storm_point
from data.storms.radii import read

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
    points = track(connection, found.row.track_id, now)
    past = [point for point in points if point["past"]]
    near = _near(connection, storm_track(connection, found.row.track_id))
    return [_named(found) | near | (past or points)[-1 if past else 0]]


def storms(connection: Connection) -> list[Row]:
    """Every storm, newest first; `category` is its strongest, `also` the ids under which other sources tell of it."""
    rows = connection.execute(select(storm).order_by(storm.c.first_at.desc(), storm.c.track_id)).all()
    strongest = select(storm_point.c.track_id, func.max(storm_point.c.category)).group_by(storm_point.c.track_id)
    category = dict(connection.execute(strongest).all())
    near = {one.head["track_id"]: _near(connection, one) for one in storm_tracks(connection)}
    found = [(one, one.row.track_id) for one in known_once(connection, rows) if one.row.track_id in near]
    return [_named(one) | near[code] | {"category": category.get(code)} for one, code in found]


def track(connection: Connection, track_id: str, now: datetime) -> list[Row]:
    """Points in time order with category (GB/T 19201) and wind radii where told; `past` tells which lie before now.

    `km` is from the city's outline. UnknownThing when there is no such storm.
    """
    rows = _points(connection, track_id)
    away = km_of(connection, [row.lon for row in rows], [row.lat for row in rows])
    return [_told(row, km, now) for row, km in zip(rows, away, strict=True)]


def _points(connection: Connection, track_id: str) -> Sequence[SqlRow[Any]]:
    rows = connection.execute(_TRACK, {"track": track_id}).all()
    if not rows:
        raise UnknownThing(f"no storm {track_id}")
    return rows


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


def _near(connection: Connection, stormy: Stormy) -> Row:
    near = nearest_of(connection, stormy.path)
    return near | {"nearest_at": near["nearest_at"].isoformat()}


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
