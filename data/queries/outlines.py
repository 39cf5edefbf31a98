"""Outlines as people and systems send them: GeoJSON Polygon or MultiPolygon (RFC 7946, WGS-84), judged whole."""

import math
from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.errors import BadInput
from data.queries.crossing import surely_simple

MOST_CORNERS = 10_000
KM_DEGREE = 111.195  # of a great circle
Moved = Callable[[NDArray[np.float64]], NDArray[np.float64]]
LONG = 1_000  # corners: below that GEOS tells at once whether a ring crosses itself


def shape_of(sent: Any, moved: Moved | None = None) -> shapely.Geometry:
    """A shape in degrees. BadInput that says what is wrong with it. `moved`: into WGS-84, where it comes in others."""
    kind = sent.get("type") if isinstance(sent, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadInput("geometry: a GeoJSON Polygon or MultiPolygon is needed")
    polygons = [sent.get("coordinates")] if kind == "Polygon" else sent.get("coordinates")
    corners, parts = 0, []
    for polygon in _list(polygons):
        rings = []
        for ring in _list(polygon):
            corners += len(_list(ring))
            if corners > MOST_CORNERS:
                raise BadInput(f"geometry: more than {MOST_CORNERS:,} corners")
            rings.append(_ring(ring, moved))
        parts.append(shapely.polygons(rings[0], holes=rings[1:] or None))
    shape = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    if not _valid(shape):
        raise BadInput(f"geometry: it makes no proper outline: {shapely.is_valid_reason(shape)}")
    if not shapely.area(shape) > 0:
        raise BadInput("geometry: it holds no area")
    return shape


def _valid(shape: shapely.Geometry) -> bool:
    """One ring that surely crosses itself nowhere is valid; of all else GEOS says whether it is."""
    rings = shapely.get_rings(shape)
    if len(rings) == 1 and shapely.get_num_coordinates(shape) > LONG:
        return surely_simple(shapely.get_coordinates(shape)) or bool(shapely.is_valid(shape))
    return bool(shapely.is_valid(shape))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadInput("geometry: coordinates are empty or not nested as in RFC 7946")
    return value


def _ring(ring: list[Any], moved: Moved | None) -> Any:
    if not _positions(ring):
        raise BadInput("geometry: positions are lists of two numbers, lon and lat")
    try:
        xy = np.array(ring if set(map(len, ring)) == {2} else [point[:2] for point in ring], dtype=float)
    except OverflowError:
        raise BadInput("geometry: positions are lon, lat in degrees") from None
    if len(xy) < 4 or (xy[0] != xy[-1]).any():
        raise BadInput("geometry: a ring has at least 4 positions, and its last is its first")
    xy = moved(xy) if moved else xy
    if not (np.abs(xy) <= (180.0, 90.0)).all():
        raise BadInput("geometry: positions are lon, lat in degrees")
    return shapely.linearrings(xy)


def _positions(ring: list[Any]) -> bool:
    """Whether these are lists of two to four numbers; neither truth values nor texts are."""
    if not set(map(type, ring)) <= {list, tuple} or not set(map(len, ring)) <= {2, 3, 4}:
        return False
    return set(map(type, chain.from_iterable(ring))) <= {int, float}


def km2_of(shape: shapely.Geometry) -> float:
    """On the plane of its middle latitude: good to a percent or two at the size of a province."""
    _west, south, _east, north = shape.bounds
    return float(shapely.area(shape)) * KM_DEGREE**2 * math.cos(math.radians((south + north) / 2))
