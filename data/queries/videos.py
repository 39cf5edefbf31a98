"""Video feeds nearest to a place, and what may be shown of each."""

from collections.abc import Mapping
from math import cos, radians
from typing import Any

from sqlalchemy import Connection, or_, select

from data.schema import video
from data.scope import Scope
from data.storms.geo import distance
from data.video_hosts import allowed

MOST = 12


def videos_near(
    connection: Connection, scope: Scope, lon: float, lat: float, hosts: tuple[str, ...], limit: int = MOST
) -> list[dict[str, Any]]:
    """Feeds of the scope, the nearest first: their rows with `km`; `snapshot` only where its host is allowed."""
    squeeze = cos(radians(lat)) ** 2
    away = (video.c.lon - lon) * (video.c.lon - lon) * squeeze + (video.c.lat - lat) * (video.c.lat - lat)
    mine = or_(*(video.c.cell_id.between(lo, hi) for lo, hi in scope.cells))
    rows = connection.execute(select(video).where(mine).order_by(away, video.c.id).limit(limit)).mappings()
    return [_shown(row, lon, lat, hosts) for row in rows]


def _shown(row: Mapping[Any, Any], lon: float, lat: float, hosts: tuple[str, ...]) -> dict[str, Any]:
    """An address that nobody has allowed is not fetched; the link stays, for the person to follow."""
    snapshot = row["snapshot"] if allowed(row["snapshot"], hosts) else None
    km = float(distance(row["lon"], row["lat"], lon, lat))
    return dict(row) | {"km": round(km, 2), "snapshot": snapshot}
