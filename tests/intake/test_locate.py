"""Where points count: on land, on borders, off the coast, abroad."""

import numpy as np
import pytest
import shapely
from sqlalchemy import select, update

from data.commands.revisions import bump
from data.queries.locate import cell_of_region, locate, locate_many
from data.schema import region, region_shape

VILLAGES = (
    select(region.c.name, region.c.lo, region.c.hi, region_shape.c.geometry)
    .join(region_shape, region_shape.c.region_id == region.c.id)
    .where(region.c.tree == "spine", region.c.level == 4)
)


def test_a_point_counts_for_the_village_around_it_and_its_nearest_cell(connection):
    villages = connection.execute(VILLAGES).all()
    cells = connection.execute(select(region).where(region.c.level == 6)).mappings().all()
    for village in villages:
        at = shapely.point_on_surface(shapely.from_geojson(village.geometry))
        found = locate(connection, at.x, at.y)
        own = [one for one in cells if village.lo <= one["id"] <= village.hi]
        squeeze = np.cos(np.radians(at.y))
        near = min(own, key=lambda one: ((one["lon"] - at.x) * squeeze) ** 2 + (one["lat"] - at.y) ** 2)
        assert (found.place, found.cell_id) == (village.name, near["id"])


def test_every_label_point_of_a_cell_counts_for_that_cell(connection):
    cells = connection.execute(select(region.c.id, region.c.lon, region.c.lat).where(region.c.level == 6)).all()
    found = locate_many(connection, [one.lon for one in cells], [one.lat for one in cells])
    assert [one.cell_id for one in found] == [one.id for one in cells]


def test_a_little_off_the_coast_still_counts_and_further_out_does_not(connection):
    assert locate(connection, 119.05, 24.92 - 0.001) is not None
    assert locate(connection, 119.05, 24.92 - 0.01) is None
    assert locate(connection, 118.8, 25.05) is None


@pytest.mark.parametrize("place", [(np.nan, 25.0), (np.inf, 25.0), (500.0, 25.0), (25.05, 119.05), (0.0, 0.0)])
def test_what_is_no_place_of_the_city_is_outside(connection, place):
    assert locate(connection, *place) is None


def test_many_points_are_answered_as_each_alone(connection):
    dice = np.random.default_rng(7)
    lon, lat = dice.uniform(118.98, 119.22, 200), dice.uniform(24.9, 25.12, 200)
    many = locate_many(connection, lon, lat)
    assert many == [locate(connection, x, y) for x, y in zip(lon, lat, strict=True)]
    assert {one is None for one in many} == {True, False}
    assert locate_many(connection, [], []) == []


def test_a_region_stands_for_its_middle_cell(connection):
    for row in connection.execute(select(region).where(region.c.tree == "spine")).mappings().all():
        found = cell_of_region(connection, row["code"])
        assert row["lo"] <= found.cell_id <= row["hi"]
        assert found.place == row["name"]
    assert cell_of_region(connection, "no such region") is None


def test_redrawn_outlines_are_seen_at_the_next_revision(connection):
    village = connection.execute(VILLAGES).first()
    at = shapely.point_on_surface(shapely.from_geojson(village.geometry))
    assert locate(connection, at.x, at.y).place == village.name
    connection.execute(update(region).where(region.c.lo == village.lo, region.c.level == 4).values(name="改名村"))
    bump(connection, "regions")
    assert locate(connection, at.x, at.y).place == "改名村"
