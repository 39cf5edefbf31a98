"""Base numbers of regions: parents are the sums of their children, everything is marked simulated."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from data.demo.base_dice import apportion
from data.schema import region, region_stat
from tests.base_city import TABLES, contents, plain_recipe, seeded_city

SUMS = [column for column in region_stat.c if column.name not in ("region_id", "as_of", "provenance")]


@pytest.fixture(scope="module")
def engine():
    return seeded_city()


@pytest.mark.parametrize("column", SUMS, ids=lambda column: column.name)
def test_every_parent_is_the_sum_of_its_children(engine, column):
    child, above = region.alias(), region_stat.alias()
    total = func.sum(column)
    query = (
        select(above.c[column.name], total)
        .select_from(child)
        .join(region_stat, region_stat.c.region_id == child.c.id)
        .join(above, above.c.region_id == child.c.parent_id)
        .where(child.c.tree == "spine")
        .group_by(child.c.parent_id, above.c[column.name])
    )
    with engine.connect() as connection:
        pairs = connection.execute(query).all()
    assert len(pairs) == 1 + 3 + 9 + 36
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_every_region_down_to_the_grid_has_its_numbers_in_every_tree(engine):
    with engine.connect() as connection:
        regions = set(connection.scalars(select(region.c.id).where(region.c.level <= 5)))
        assert set(connection.scalars(select(region_stat.c.region_id))) == regions


def test_counts_of_the_spine_are_the_spines(engine):
    with engine.connect() as connection:
        city = connection.execute(select(region_stat).join(region).where(region.c.level == 1)).one()
        other = connection.execute(select(region_stat).where(region_stat.c.region_id == 19_000_000)).one()
    assert (city.villages, city.grids, city.cells) == (36, 144, 432)
    assert other.cells == 144 + 48  # a statutory county reaches one town further than the spine's


def test_staff_and_coverage_are_possible(engine):
    with engine.connect() as connection:
        for row in connection.execute(select(region_stat)):
            assert 0 <= row.staff_on_duty <= row.staff
            assert row.covered_grids <= row.staff
            assert row.covered_grids <= row.grids
            assert row.households <= row.population
            assert row.provenance == "simulated"
        city = connection.execute(select(region_stat).join(region).where(region.c.level == 1)).one()
    assert city.population == round(23.1 * 432)
    assert 0.98 <= city.covered_grids / city.grids < 1


def test_the_population_asked_for_is_there_to_the_last_person():
    with seeded_city(replace(plain_recipe(), population=123_457)).connect() as connection:
        city = connection.scalar(select(region_stat.c.population).join(region).where(region.c.level == 1))
    assert city == 123_457


def test_the_same_seed_lays_the_same_rows_and_another_seed_others(engine):
    with engine.connect() as one, seeded_city().connect() as same, seeded_city(seed=8).connect() as other:
        assert [contents(one, table) for table in TABLES] == [contents(same, table) for table in TABLES]
        assert contents(one, region_stat) != contents(other, region_stat)


@given(total=st.integers(0, 5_000), weights=st.lists(st.floats(0.001, 1e6), min_size=1, max_size=40))
def test_apportioned_parts_add_up_and_stay_near_their_share(total, weights):
    parts = apportion(total, weights)
    assert parts.sum() == total
    assert all(abs(part - total * weight / sum(weights)) < 1.001 for part, weight in zip(parts, weights, strict=True))
