"""How far the winds of a storm reach: its wind circles as outlines."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from data.errors import UnknownThing
from data.schema import storm, storm_point
from data.storms.circles import circle_word
from data.storms.geo import circle, lobes
from data.storms.radii import read


class Winds(NamedTuple):
    """How far winds reach: `km` on the mean, and to each side where that is told."""

    lon: float
    lat: float
    km: float
    sides: Sequence[float] | None


BEAUFORT = {7: storm_point.c.r7_km, 10: storm_point.c.r10_km, 12: storm_point.c.r12_km}  # forces that circles are of


def winds(connection: Connection, track_id: str, now: datetime) -> dict[str, Any]:
    """FeatureCollection with a polygon for every circle told, in time order, the widest first. UnknownThing.

    `winds`: what the circle is of, as its source says; `sides`: km NE, SE, SW, NW where it tells them; `km` the mean.
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
            "geometry": outline(row.lon, row.lat, km, sides.get(force)),
            "properties": {"at": row.at, "force": force, "winds": circle_word(row.source, force), "km": km}
            | {"sides": sides.get(force), "past": row.at <= now},
        }
        for row in rows
        for sides in [read(row.quadrants)]
        for force, column in BEAUFORT.items()
        if (km := getattr(row, column.name))
    ]
    return {"type": "FeatureCollection", "features": features}


def told_by(connection: Connection, track_id: str) -> str:
    """The source of a storm's track; empty where there is none."""
    return connection.scalar(select(storm.c.source).where(storm.c.track_id == track_id)) or ""


def outline(lon: float, lat: float, km: float, sides: Sequence[float] | None) -> dict[str, Any]:
    """GeoJSON of what the winds cover: a circle, or four quarters where the source tells sides."""
    return lobes(lon, lat, sides) if sides else circle(lon, lat, km)


def wind_circle(connection: Connection, track_id: str, at: datetime, force: int) -> Winds:
    """The circle at the newest fix up to `at`. UnknownThing without the storm, fix or circle."""
    point = storm_point.c
    newest = select(point.lon, point.lat, BEAUFORT[force], point.quadrants).where(
        point.track_id == track_id, point.at <= at
    )
    row = connection.execute(newest.order_by(point.at.desc()).limit(1)).first()
    if row is None:
        raise UnknownThing(f"no storm {track_id} had begun by {at.isoformat()}")
    if not row[2]:
        raise UnknownThing(f"storm {track_id} tells no circle of force {force} at {at.isoformat()}")
    return Winds(row[0], row[1], row[2], read(row[3]).get(force))
