"""Outlines at any level: stored from the city to the villages, drawn on demand for grids and cells."""

import json
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, select

from data.cities.cut import voronoi
from data.cities.points import flat, scale
from data.errors import UnknownRegion
from data.schema import region, region_shape

DIGITS = 9  # a tenth of a millimetre: what is drawn on demand must not open gaps
COLUMNS = (region.c.id, region.c.code, region.c.level, region.c.parent_id, region.c.lo, region.c.hi, region.c.lat)
Geometry = dict[str, Any]


def outline(connection: Connection, region_row: Any) -> Geometry:
    """GeoJSON geometry of one region."""
    if region_row.level <= 4:
        return _stored(connection, [region_row.id])[region_row.id]
    parent = _region(connection, region_row.parent_id)
    return dict(child_outlines(connection, parent))[region_row.id]


def child_outlines(connection: Connection, region_row: Any) -> list[tuple[int, Geometry]]:
    """(id, GeoJSON geometry) of every child, in the order of the spine; they tile the parent."""
    if region_row.level == 6:
        return []
    children = _children(connection, region_row)
    if region_row.level < 4:
        stored = _stored(connection, [child.id for child in children])
        return [(child.id, stored[child.id]) for child in children]
    village = region_row if region_row.level == 4 else _region(connection, region_row.parent_id)
    factor = scale(village.lat)
    whole = flat(shape(_stored(connection, [village.id])[village.id]), village.lat)
    if region_row.level == 5:
        grids = _children(connection, village)
        whole = _shares(whole, grids, factor)[[grid.id for grid in grids].index(region_row.id)]
    parts = _shares(whole, children, factor)
    return [(child.id, _geojson(part, factor)) for child, part in zip(children, parts, strict=True)]


def _shares(whole: BaseGeometry, children: list[Any], factor: np.ndarray) -> list[BaseGeometry]:
    return voronoi(whole, np.array([(child.lon, child.lat) for child in children]) * factor)


def _geojson(part: BaseGeometry, factor: np.ndarray) -> Geometry:
    return dict(mapping(shapely.transform(part, lambda xy: np.round(xy / factor, DIGITS))))


def _children(connection: Connection, row: Any) -> list[Any]:
    """Children by interval, so that a statutory county has its towns too."""
    inside = (region.c.tree == "spine") & (region.c.level == row.level + 1) & region.c.lo.between(row.lo, row.hi)
    return list(connection.execute(select(*COLUMNS, region.c.lon).where(inside).order_by(region.c.lo)))


def _region(connection: Connection, region_id: int) -> Any:
    found = connection.execute(select(*COLUMNS, region.c.lon).where(region.c.id == region_id)).first()
    if found is None:
        raise UnknownRegion(f"no region {region_id}")
    return found


def _stored(connection: Connection, ids: list[int]) -> dict[int, Geometry]:
    wanted = select(region_shape.c.region_id, region_shape.c.geometry).where(region_shape.c.region_id.in_(ids))
    return {row.region_id: json.loads(row.geometry) for row in connection.execute(wanted)}
