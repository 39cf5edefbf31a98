"""Video feeds of a region or nearest to a place, and what may be shown of each."""

from collections.abc import Mapping
from math import cos, radians
from typing import Any

from sqlalchemy import Connection, func, or_, select

from data.queries.regions import Region, inside
from data.schema import video
from data.scope import Scope
from data.storms.geo import distance
from data.video_hosts import allowed

MOST = 12
OF_EACH = 24  # of a region and a state


def videos_near(
    connection: Connection, scope: Scope, lon: float, lat: float, hosts: tuple[str, ...], limit: int = MOST
) -> list[dict[str, Any]]:
    """Feeds of the scope, the nearest first: their rows with `km`; `snapshot` only where its host is allowed."""
    ordered = select(video).where(_mine(scope)).order_by(_away(lon, lat), video.c.id)
    return [_shown(row, lon, lat, hosts) for row in connection.execute(ordered.limit(limit)).mappings()]


def videos_in(
    connection: Connection, scope: Scope, here: Region, hosts: tuple[str, ...], each: int = OF_EACH
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """{state: feeds in the region}; of each state those nearest to the region's middle, all of them nearest first."""
    v, away = video.c, _away(here.lon, here.lat)
    where = (_mine(scope), inside(v.cell_id, here))
    counted = connection.execute(select(v.state, func.count()).where(*where).group_by(v.state))
    totals: dict[str, int] = {row[0]: row[1] for row in counted}
    rank = func.row_number().over(partition_by=v.state, order_by=(away, v.id)).label("rank")
    ranked = select(v.id, rank).where(*where).subquery()
    chosen = select(video).join_from(video, ranked, ranked.c.id == v.id).where(ranked.c.rank <= each)
    rows = connection.execute(chosen.order_by(away, v.id)).mappings()
    return totals, [_shown(row, here.lon, here.lat, hosts) for row in rows]


def _away(lon: float, lat: float) -> Any:
    """How far, for putting in order: degrees of latitude, squared."""
    squeeze = cos(radians(lat)) ** 2
    return (video.c.lon - lon) * (video.c.lon - lon) * squeeze + (video.c.lat - lat) * (video.c.lat - lat)


def _mine(scope: Scope) -> Any:
    return or_(*(video.c.cell_id.between(lo, hi) for lo, hi in scope.cells))


def _shown(row: Mapping[Any, Any], lon: float, lat: float, hosts: tuple[str, ...]) -> dict[str, Any]:
    """An address that nobody has allowed is not fetched; the link stays, for the person to follow."""
    snapshot = row["snapshot"] if allowed(row["snapshot"], hosts) else None
    km = float(distance(row["lon"], row["lat"], lon, lat))
    return dict(row) | {"km": round(km, 2), "snapshot": snapshot}
