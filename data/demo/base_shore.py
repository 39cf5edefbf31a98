"""How far every grid is from the outline of the city: near it, a town on the sea has its harbours and dykes."""

import json

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.demo.base_spine import Spine
from data.schema import region_shape

KM_PER_DEGREE = 111.32


def outline_km(connection: Connection, spine: Spine) -> NDArray[np.float64]:
    """Kilometres from each grid's label point to the city's outline; 0 where no outline is loaded."""
    city = region_shape.c.region_id == int(spine.city.ids[0])
    text = connection.scalar(select(region_shape.c.geometry).where(city))
    if text is None:
        return np.zeros(len(spine.grid.ids))
    scale = np.array([np.cos(np.radians(spine.city.lat[0])), 1.0]) * KM_PER_DEGREE
    outline = shapely.transform(shapely.geometry.shape(json.loads(text)).boundary, lambda lonlat: lonlat * scale)
    sides = shapely.STRtree(_sides(outline))
    labels = shapely.points(np.column_stack([spine.grid.lon, spine.grid.lat]) * scale)
    pairs, km = sides.query_nearest(labels, all_matches=False, return_distance=True)
    far = np.zeros(len(labels))
    far[pairs[0]] = km
    return far


def _sides(outline: shapely.Geometry) -> NDArray[np.object_]:
    """The outline cut into its straight sides."""
    ends = [shapely.get_coordinates(ring) for ring in shapely.get_parts(outline)]
    return shapely.linestrings(np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in ends]))
