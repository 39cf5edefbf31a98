"""Which regions an area covers that someone drew or named: the largest inside it, else their parts down to villages.

An area is the union of outlines and region codes, as CAP 1.2 has it (3.2.4).
"""

from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import Any

import shapely
from shapely.affinity import scale
from sqlalchemy import Connection, bindparam, select

from data.errors import UnknownRegion
from data.queries.regions import COLUMNS, SPINE, Region, below, region_of, statutory
from data.schema import region, region_shape
from data.scope import Scope

KM = 111.32  # of a degree of latitude
WHOLE = 0.95  # of a region's own area: then all of it counts as covered
TOUCH = 0.01  # of the smaller of both areas: less is the roughness of outlines
SPECK = 1e-6  # degrees: what a point or a line is widened to
FINEST = 4  # villages: the finest level that has outlines
_DRAWN = select(*COLUMNS, region_shape.c.geometry).join(region_shape, region_shape.c.region_id == region.c.id)
_DRAWN = _DRAWN.where(SPINE, region.c.parent_id == bindparam("parent")).order_by(region.c.lo)


def named(connection: Connection, codes: Iterable[str], scope: Scope) -> list[Region]:
    """The regions with these codes; a code of the province or the state means the whole city. Others are left out.

    A county is meant as the law has it, functional zones and all.
    """
    city, found = region_of(connection, "", Scope.guest()), []
    around = {f"{city.code[:2]}0000", "100000", "000000"}
    for code in codes:
        if code in around:
            found.append(city)
            continue
        try:
            one = statutory(connection, code, scope)
        except UnknownRegion:
            continue
        found += [one] if one.level == 1 else below(connection, one, 0)
    return outermost(found)


def drawn(connection: Connection, shape: Any) -> list[Region]:
    """The regions that a shape (WGS-84, longitude first) covers."""
    if shape.area <= 0:
        shape = shape.buffer(SPECK)
    city = region_of(connection, "", Scope.guest())
    return outermost(_parts(connection, city, shape)) if _touches(_outline(connection, city), shape) else []


def outermost(many: Sequence[Region]) -> list[Region]:
    """Without those that lie inside another of them."""
    kept: list[Region] = []
    for one in sorted(many, key=lambda each: (each.lo, -each.hi, each.level)):
        if not kept or one.hi > kept[-1].hi:
            kept.append(one)
    return kept


def holding(connection: Connection, many: Sequence[Region]) -> int:
    """The id of the finest region that holds all of these."""
    lo, hi = min(one.lo for one in many), max(one.hi for one in many)
    around = select(region.c.id).where(SPINE, region.c.lo <= lo, region.c.hi >= hi)
    return int(connection.scalars(around.order_by(region.c.level.desc()).limit(1)).one())


def ring(points: Sequence[tuple[float, float]]) -> Any:
    """A polygon of (latitude, longitude) points, mended where its line crosses itself."""
    return shapely.make_valid(shapely.Polygon([(lon, lat) for lat, lon in points]))


def disc(centre: tuple[float, float], radius: float) -> Any:
    """Everything within `radius` kilometres of (latitude, longitude)."""
    lat, lon = centre
    across = max(radius / KM, SPECK)
    squeeze = max(cos(radians(lat)), 0.01)
    return scale(shapely.Point(lon, lat).buffer(1), across / squeeze, across, origin=(lon, lat))


def _parts(connection: Connection, here: Region, shape: Any) -> list[Region]:
    """`here` where the shape covers it whole or nothing finer is drawn; else those of its parts that it covers."""
    outline = _outline(connection, here)
    if here.level >= FINEST or outline.intersection(shape).area >= WHOLE * outline.area:
        return [here]
    rows = connection.execute(_DRAWN, {"parent": here.id}).all()
    touched = [Region(*row[:-1]) for row in rows if _touches(shapely.from_geojson(row.geometry), shape)]
    return [part for one in touched for part in _parts(connection, one, shape)] or [here]


def _outline(connection: Connection, here: Region) -> Any:
    found = connection.scalar(select(region_shape.c.geometry).where(region_shape.c.region_id == here.id))
    return shapely.make_valid(shapely.from_geojson(found)) if found else shapely.Polygon()


def _touches(outline: Any, shape: Any) -> bool:
    return bool(outline.intersection(shape).area > TOUCH * min(outline.area, shape.area))
