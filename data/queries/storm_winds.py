"""How far the winds of a storm reach: its wind circles as outlines."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.schema import storm, storm_point
from data.storms.circles import circle_word
from data.storms.geo import circle

BEAUFORT = {7: storm_point.c.r7_km, 10: storm_point.c.r10_km, 12: storm_point.c.r12_km}  # forces that circles are of


def winds(connection: Connection, track_id: str, now: datetime) -> dict[str, Any]:
    """FeatureCollection with a polygon for every circle told, in time order, the widest first. UnknownThing.

    `winds`: what the circle is of, as its source says.
    """
    query = select(storm_point, storm.c.source).join_from(
        storm_point, storm, storm.c.track_id == storm_point.c.track_id
    )
    rows = connection.execute(query.where(storm_point.c.track_id == track_id).order_by(storm_point.c.at)).all()
    if not rows:
        raise UnknownThing(f"no storm {track_id}")
    features = [
        {
            "type": "Feature",
            "geometry": circle(row.lon, row.lat, km),
            "properties": {"at": row.at, "force": force, "winds": circle_word(row.source, force), "km": km}
            | {"past": row.at <= now},
        }
        for row in rows
        for force, column in BEAUFORT.items()
        if (km := getattr(row, column.name))
    ]
    return {"type": "FeatureCollection", "features": features}


def told_by(connection: Connection, track_id: str) -> str:
    """The source of a storm's track; empty where there is none."""
    return connection.scalar(select(storm.c.source).where(storm.c.track_id == track_id)) or ""


def wind_circle(connection: Connection, track_id: str, at: datetime, force: int) -> tuple[float, float, float]:
    """(lon, lat, km) of a circle at the newest fix up to `at`. UnknownThing without the storm, fix or circle."""
    point = storm_point.c
    newest = select(point.lon, point.lat, BEAUFORT[force]).where(point.track_id == track_id, point.at <= at)
    row = connection.execute(newest.order_by(point.at.desc()).limit(1)).first()
    if row is None:
        raise UnknownThing(f"no storm {track_id} had begun by {at.isoformat()}")
    if not row[2]:
        raise UnknownThing(f"storm {track_id} tells no circle of force {force} at {at.isoformat()}")
    return row[0], row[1], row[2]
