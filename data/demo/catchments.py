"""Demo catchments. There is no open network of rivers and heights, so they are drawn by a rule that says it is one.

Water is taken to run to the nearest border of the city, mostly the coast: what drains to a station is a fan that opens
away from there, as wide and long as stations of its kind have it, within the city.
"""

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, insert, select

from data.demo.base_shore import KM_PER_DEGREE
from data.demo.recipe import DemoRecipe
from data.queries.outlines import km2_of
from data.queries.regions import SPINE
from data.schema import catchment, region, region_shape, station

REACH_KM = {
    "river": 12.0,
    "reservoir": 6.0,
    "waterlog": 1.0,
    "underpass": 0.8,
    "street": 0.6,
}  # from the station to the far end of its fan
HALF_WIDTH = 0.9  # radians to either side
TOE = 0.05  # of the reach: how far the fan goes round the station itself
STEPS = 16
COARSE = 0.001  # degrees that a border is simplified by
SOURCE = "模拟规则:自测站起、背向最近市界(海岸)的扇形,非真实汇水区"


def seed_catchments(connection: Connection, recipe: DemoRecipe) -> None:
    """One for each of the demo's stations that water runs down to and has none; nothing without the city's outline."""
    text = connection.scalar(
        select(region_shape.c.geometry)
        .join(region, region.c.id == region_shape.c.region_id)
        .where(SPINE, region.c.level == 1)
    )
    columns = (station.c.id, station.c.kind, station.c.lon, station.c.lat)
    drained = select(catchment.c.station_id)
    lacking = (station.c.kind.in_(REACH_KM), station.c.provenance == "simulated", station.c.id.not_in(drained))
    rows = connection.execute(select(*columns).where(*lacking).order_by(station.c.id)).all()
    if text is None or not rows:
        return
    city = shapely.make_valid(shapely.simplify(shapely.from_geojson(text), COARSE))
    points = np.array([(row.lon, row.lat) for row in rows])
    reach = np.array([REACH_KM[row.kind] for row in rows])
    shapes = _within(city, _fans(points, reach, _inland(city, points)))
    same = {"source": SOURCE, "as_of": recipe.registered_at, "provenance": "simulated"}
    told = [
        same | {"station_id": row.id, "geometry": shapely.to_geojson(shape), "km2": km2_of(shape)}
        for row, shape in zip(rows, shapes, strict=True)
        if shape.area > 0
    ]
    connection.execute(insert(catchment), told)


def _inland(city: shapely.Geometry, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Direction from the nearest border to each point, radians anticlockwise from east."""
    shapely.prepare(border := city.boundary)
    ways = shapely.get_coordinates(shapely.shortest_line(border, shapely.points(points))).reshape(-1, 2, 2)
    squeeze = np.cos(np.radians(points[:, 1]))
    return np.arctan2(ways[:, 1, 1] - ways[:, 0, 1], (ways[:, 1, 0] - ways[:, 0, 0]) * squeeze)


def _fans(points: NDArray[np.float64], reach: NDArray[np.float64], way: NDArray[np.float64]) -> NDArray[np.object_]:
    """A fan for each point: an arc at its reach, and a small one behind the point."""
    far = way[:, None] + np.linspace(-HALF_WIDTH, HALF_WIDTH, STEPS)
    near = way[:, None] + np.pi + np.linspace(-HALF_WIDTH, HALF_WIDTH, STEPS // 2)
    turn = np.hstack([far, near])
    km = np.hstack([np.broadcast_to(reach[:, None], far.shape), np.broadcast_to(reach[:, None] * TOE, near.shape)])
    squeeze = np.cos(np.radians(points[:, 1]))[:, None]
    lon = points[:, :1] + km * np.cos(turn) / (KM_PER_DEGREE * squeeze)
    rings = np.stack([lon, points[:, 1:] + km * np.sin(turn) / KM_PER_DEGREE], axis=2).round(6)
    return shapely.polygons(np.concatenate([rings, rings[:, :1]], axis=1))


def _within(city: shapely.Geometry, fans: NDArray[np.object_]) -> list[shapely.Geometry]:
    """Each fan inside the city; the parts of it that are areas."""
    shapely.prepare(city)
    whole = shapely.contains(city, fans)
    return [fan if held else _areas(shapely.intersection(city, fan)) for fan, held in zip(fans, whole, strict=True)]


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
    return shapely.multipolygons(parts) if len(parts) != 1 else parts[0]
