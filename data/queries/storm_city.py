"""A storm as the whole city sees it: how near the centre comes to its outline and when, how far each fix is from it."""

from datetime import UTC, datetime
from typing import Any

import shapely
from numpy.typing import ArrayLike
from sqlalchemy import Connection

from data.queries.storm_approach import outlines
from data.storms.geo import Path, away, nearest_to_shape

CITY = 1


def nearest_of(connection: Connection, path: Path) -> dict[str, Any]:
    """`nearest_km` from the outline, between the fixes as well; 0 where the centre passes over, `nearest_at` then its
    arrival: what `approach` tells of the city."""
    near = nearest_to_shape(path, city_outline(connection))
    return {"nearest_km": round(near.km, 1), "nearest_at": datetime.fromtimestamp(round(near.at), UTC)}


def km_of(connection: Connection, lon: ArrayLike, lat: ArrayLike) -> list[float]:
    """km from the city's outline; 0 inside."""
    found: list[float] = away(lon, lat, city_outline(connection)).round(1).tolist()
    return found


def city_outline(connection: Connection) -> shapely.Geometry:
    return next(one.shape for one in outlines(connection) if one.here.level == CITY)
