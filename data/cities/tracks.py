"""Tracks: the rows of `storm` and `storm_point` that a pack stands for; moments as seconds since 1970 UTC."""

from datetime import datetime
from typing import Any

from data.cities.pack import Pack, Row

Record = dict[str, Any]


def storm_records(pack: Pack) -> list[tuple[Record, list[Record]]]:
    """Each storm with its points, in the order of the pack."""
    tracks: dict[str, list[Row]] = {}
    for row in pack.storms():
        tracks.setdefault(row["track_id"], []).append(row)
    return [(_storm(rows, pack.manifest["storm_source"]), [_point(row) for row in rows]) for rows in tracks.values()]


def _storm(rows: list[Row], source: str) -> Record:
    points = [_point(row) for row in rows]
    near = min(points, key=lambda point: point["km"])
    return {
        "track_id": rows[0]["track_id"],
        "season": int(rows[0]["season"]),
        "name": rows[0]["name"],
        "first_at": min(point["at"] for point in points),
        "last_at": max(point["at"] for point in points),
        "nearest_km": near["km"],
        "nearest_at": near["at"],
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
