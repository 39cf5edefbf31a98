"""Tracks: the rows of `storm` and `storm_point` that a pack stands for; moments as seconds since 1970 UTC."""

from datetime import datetime
from typing import Any

from shapely import Geometry
from shapely.geometry import shape

from data.cities.pack import Pack, Row
from data.storms.geo import Path, nearest_to_shape

Record = dict[str, Any]


def storm_records(pack: Pack) -> list[tuple[Record, list[Record]]]:
    """Each storm with its points, in the order of the pack."""
    tracks: dict[str, list[Row]] = {}
    for row in pack.storms():
        tracks.setdefault(row["track_id"], []).append(row)
    city, source = _outline(pack), pack.manifest["storm_source"]
    told = [(rows, [_point(row) for row in rows]) for rows in tracks.values()]
    return [(_storm(rows[0], points, city, source), points) for rows, points in told]


def _outline(pack: Pack) -> Geometry:
    """The city's own: the first that the pack draws."""
    return shape(next(pack.shapes())["geometry"])


def _storm(row: Row, points: list[Record], city: Geometry, source: str) -> Record:
    """`nearest_km` and `nearest_at` are of the track between its fixes, from the city's outline."""
    path = Path.of(*zip(*((point["at"], point["lon"], point["lat"]) for point in points), strict=True))
    near = nearest_to_shape(path, city)
    return {
        "track_id": row["track_id"],
        "season": int(row["season"]),
        "name": row["name"],
        "first_at": min(point["at"] for point in points),
        "last_at": max(point["at"] for point in points),
        "nearest_km": round(near.km, 1),
        "nearest_at": round(near.at),
        "source": source,
    }


def _point(row: Row) -> Record:
    return {
        "track_id": row["track_id"],
        "at": int(datetime.fromisoformat(row["time"]).timestamp()),
        "lon": float(row["lon"]),
        "lat": float(row["lat"]),
        "wind_kt": float(row["wind_kt"]) if row["wind_kt"] else None,
        "pressure_hpa": float(row["pressure_hpa"]) if row["pressure_hpa"] else None,
        "km": float(row["km"]),
    }
