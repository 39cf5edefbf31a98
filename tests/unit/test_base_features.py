"""Things with a place: as many as published, near their cell, counted at every level."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest
from sqlalchemy import insert, select

from data.demo.base import seed_base
from data.demo.base_features import JITTER_M, METRES_PER_DEGREE
from data.demo.recipe import demo_recipe
from data.facts.load import published
from data.schema import feature, feature_count, feature_person, indicator_value, region, revision
from data.things.fields import FIELDS, read_attributes
from data.things.masks import PHONE
from data.words import KINDS, REGISTERS
from tests.base_city import PACK, TABLES, contents, plain_recipe, seeded_city

PUBLISHED = {"risk_point": 1_406, "key_site": 1_467, "resource": 1_676, "camera": 112_000}
MADE_UP = {"heritage": 60, "hazchem": 45, "vessel": 320, "scenic": 25, "school": 620, "food": 1_200}
MADE_UP |= {"speaker": 420, "post": 36, "river": 160}


@pytest.fixture(scope="module")
def engine():
    """Three layers at the published totals; cameras fewer, for speed."""
    recipe = demo_recipe(PACK, published())
    camera = replace(recipe.layers["camera"], total=2_000)
    return seeded_city(replace(recipe, layers={**recipe.layers, "camera": camera}))


def test_the_recipe_takes_its_totals_from_the_published_facts():
    recipe = demo_recipe(PACK, published())
    assert {name: layer.count(0) for name, layer in recipe.layers.items()} == PUBLISHED
    assert {name: layer.count(0) for name, layer in recipe.registers.items()} == MADE_UP
    both = {**recipe.layers, **recipe.registers}
    assert both.keys() == KINDS.keys() == REGISTERS.keys() == FIELDS.keys()
    for name, layer in both.items():
        assert layer.kinds.keys() == KINDS[name].keys()
        assert sum(kind.share for kind in layer.kinds.values()) == pytest.approx(1)


def test_every_layer_has_exactly_its_total(engine):
    with engine.connect() as connection:
        found = Counter(connection.scalars(select(feature.c.layer)))
    assert found == {**PUBLISHED, **MADE_UP, "camera": 2_000}


def test_every_thing_has_a_code_of_its_own_and_fields_that_its_register_declares(engine):
    with engine.connect() as connection:
        found = connection.execute(select(feature)).mappings().all()
    assert len({(one["layer"], one["code"]) for one in found}) == len(found)
    for one in found:
        assert read_attributes(one["layer"], one["attributes"], UTC).keys() == one["attributes"].keys()


def test_every_risk_point_and_vessel_has_a_person_at_each_level_whose_phone_cannot_be_real(engine):
    chain = select(feature_person.c.feature_id, feature_person.c.level, feature_person.c.phone)
    with engine.connect() as connection:
        rows = connection.execute(chain).all()
        chained = feature.c.layer.in_(("risk_point", "key_site", "vessel"))
        answered = connection.scalars(select(feature.c.id).where(chained)).all()
        minded = connection.scalars(select(feature.c.id).where(feature.c.layer == "food")).all()
        rivers = connection.scalars(select(feature.c.id).where(feature.c.layer == "river")).all()
    each = dict.fromkeys(answered, 5) | dict.fromkeys(minded, 1) | dict.fromkeys(rivers, 4)
    assert Counter(one.feature_id for one in rows) == each
    assert all(PHONE.fullmatch(one.phone) and one.phone.startswith("1000") and len(one.phone) == 11 for one in rows)


def test_only_risk_points_are_graded_and_only_resources_hold_more_than_one(engine):
    with engine.connect() as connection:
        for one in connection.execute(select(feature)):
            assert one.grade in ((1, 2, 3, 4) if one.layer == "risk_point" else (0,))
            assert one.quantity >= 1 if one.layer == "resource" else one.quantity == 1
            assert one.provenance == "simulated"


def test_everything_stands_close_to_its_cell(engine):
    query = select(feature.c.lon, feature.c.lat, region.c.lon, region.c.lat).join(
        region, region.c.id == feature.c.cell_id
    )
    with engine.connect() as connection:
        lon, lat, cell_lon, cell_lat = np.array(connection.execute(query).all()).T
    east = (lon - cell_lon) * np.cos(np.radians(lat))
    assert METRES_PER_DEGREE * np.hypot(east, lat - cell_lat).max() < JITTER_M + 0.2


def test_names_are_town_kind_and_number_and_nobody_shares_one(engine):
    with engine.connect() as connection:
        found = connection.execute(select(feature.c.layer, feature.c.kind, feature.c.name)).all()
    assert len({(one.layer, one.name) for one in found}) == len(found)
    assert all(KINDS[one.layer][one.kind] in one.name and "镇" in one.name and one.name[-2:].isdigit() for one in found)


def test_the_roll_up_is_what_counting_gives_for_every_region(engine):
    with engine.connect() as connection:
        things = connection.execute(select(feature.c.cell_id, feature.c.layer, feature.c.kind, feature.c.grade)).all()
        regions = connection.execute(select(region.c.id, region.c.lo, region.c.hi).where(region.c.level <= 5)).all()
        kept = {(r, *key): n for r, *key, n in connection.execute(select(feature_count))}
    by_cell = defaultdict(Counter)
    for cell, *key in things:
        by_cell[cell][tuple(key)] += 1
    counted = {}
    for here, lo, hi in regions:
        total = sum((by_cell[cell] for cell in range(lo, hi + 1)), Counter())
        counted |= {(here, *key): n for key, n in total.items()}
    assert kept == counted


def test_laying_it_again_changes_nothing_but_keeps_what_came_from_elsewhere(engine):
    with engine.begin() as connection:
        before = [contents(connection, table) for table in TABLES]
        recipe = demo_recipe(PACK, published())
        camera = replace(recipe.layers["camera"], total=2_000)
        recipe = replace(recipe, layers={**recipe.layers, "camera": camera})
        seed_base(connection, recipe, 7)
        assert [contents(connection, table) for table in TABLES] == before
        assert set(connection.execute(select(revision.c.topic, revision.c.n))) == {("indicators", 2), ("features", 2)}
        own = dict(connection.execute(select(feature).limit(1)).one()._mapping)
        connection.execute(
            insert(feature), {**own, "id": None, "code": "own-1", "name": "registered", "provenance": "measured"}
        )
        seed_base(connection, recipe, 7)
        assert "registered" in connection.scalars(select(feature.c.name)).all()
        total = select(feature_count.c.n).join(region).where(region.c.level == 1, feature_count.c.layer == own["layer"])
        assert sum(connection.scalars(total)) == PUBLISHED[own["layer"]] + 1
        connection.rollback()


def test_a_city_that_publishes_nothing_gets_totals_by_its_grids_and_says_so():
    recipe = plain_recipe()
    with seeded_city(recipe).connect() as connection:
        found = Counter(connection.scalars(select(feature.c.layer)))
        said = dict(
            connection.execute(
                select(indicator_value.c.indicator_code, indicator_value.c.value).where(
                    indicator_value.c.provenance == "simulated", indicator_value.c.period == "asof 2024-07"
                )
            ).all()
        )
    for name, layer in recipe.layers.items():
        assert found[name] == layer.count(144) == said[layer.fact]


def test_things_of_the_coast_stand_in_the_towns_named_as_coastal():
    recipe = replace(plain_recipe(), coastal_towns=("02镇",))
    with seeded_city(recipe).connect() as connection:
        names = connection.scalars(select(feature.c.name).where(feature.c.kind.in_(("storm_surge", "harbour", "boat"))))
        assert {name[:3] for name in names} == {"02镇"}
