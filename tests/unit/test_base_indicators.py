"""Indicators of the demo: published where published, simulated and marked where not."""

from collections import Counter

import numpy as np
import pytest
import yaml
from sqlalchemy import select

from data.demo.base_indicators import FILE
from data.demo.recipe import demo_recipe
from data.facts.load import published
from data.schema import indicator, indicator_value, region
from tests.base_city import PACK, plain_recipe, seeded_city

LATEST = "2024-01..2024-06"


@pytest.fixture(scope="module")
def rows():
    """Values of a city that bears the reference city's recipe."""
    with seeded_city(demo_recipe(PACK, published())).connect() as connection:
        return connection.execute(select(indicator_value)).all()


def values(rows, code, level, period=LATEST):
    picked = [row for row in rows if row.indicator_code == code and row.place_level == level and row.period == period]
    return {row.place: row.value for row in picked}


def test_every_indicator_says_its_unit_department_frequency_and_source():
    with seeded_city().connect() as connection:
        for one in connection.execute(select(indicator)):
            assert one.unit and one.department and one.source and one.name_zh and one.name_en
            assert one.frequency in {"once", "month", "quarter", "half", "year", "live"}
            assert one.direction in {-1, 0, 1}


def test_every_value_has_a_definition_and_every_own_definition_a_value(rows):
    codes = {row.indicator_code for row in rows}
    own = {one["code"] for one in yaml.safe_load(FILE.read_text("utf-8"))}
    assert own | {f"{code}_rank" for code in own} <= codes
    assert own == plain_recipe().economy.keys()


def test_published_headlines_are_the_only_figures_for_their_period(rows):
    for code, value in {
        "industrial_power_growth": 12.5,
        "industrial_value_added_growth": 7.4,
        "public_budget_revenue_growth": 2.0,
        "public_budget_revenue_growth_rank": 2,
    }.items():
        (row,) = [
            row for row in rows if row.indicator_code == code and row.place_level == "city" and row.period == LATEST
        ]
        assert (row.value, row.provenance) == (value, "published")


def test_the_province_follows_from_the_published_lead_and_says_so(rows):
    for code, value in {"industrial_power_growth": 10.3, "industrial_value_added_growth": 7.3}.items():
        row = next(r for r in rows if (r.indicator_code, r.place_level, r.period) == (code, "province", LATEST))
        assert (row.value, row.provenance, row.region_id) == (value, "simulated", None)
        assert row.source.startswith("推算")


def test_a_place_has_one_value_for_a_period(rows):
    ours = [(row.indicator_code, row.place, row.period) for row in rows if row.system == ""]
    assert max(Counter(ours).values()) == 1


def test_series_run_thirteen_months_up_to_the_latest(rows):
    series = [row for row in rows if row.indicator_code == "industrial_power_growth" and row.place_level == "province"]
    assert len(series) == 13
    assert min(row.period for row in series) == "2023-01..2023-06"
    assert max(row.as_of for row in series) == next(row.as_of for row in series if row.period == LATEST)
    assert len([row for row in rows if row.indicator_code == "cpi" and row.period == "2024-06"]) == 2


def test_counties_average_to_the_city(rows):
    with seeded_city().connect() as connection:
        counties = select(region.c.name, region.c.hi - region.c.lo).where(region.c.level == 2, region.c.tree == "spine")
        weights = dict(connection.execute(counties).all())
    for code, course in plain_recipe().economy.items():
        if course.counties:
            found, (city,) = values(rows, code, "county"), values(rows, code, "city").values()
            mean = np.average(list(found.values()), weights=[weights[name] + 1 for name in found])
            assert mean == pytest.approx(city, abs=0.06)


def test_industries_weighted_by_share_are_the_total(rows):
    industries = demo_recipe(PACK, published()).industries
    growth = [values(rows, one.code, "city")["测试市"] for one in industries]
    shares = [values(rows, f"{one.code}_share", "city")["测试市"] for one in industries]
    assert sum(shares) == 100
    assert np.average(growth, weights=shares) == pytest.approx(12.5, abs=1e-9)
    assert len(industries) == 8


@pytest.mark.parametrize("recipe", [plain_recipe(), demo_recipe(PACK, published())], ids=["defaults", "reference"])
def test_offsets_of_industries_cancel_out(recipe):
    assert sum(one.share for one in recipe.industries) == 100
    assert sum(one.share * one.offset for one in recipe.industries) == pytest.approx(0, abs=1e-9)


def test_what_is_not_published_is_marked_simulated():
    with seeded_city().connect() as connection:
        rows = connection.execute(select(indicator_value)).all()
    kept = Counter(row.provenance for row in rows)
    assert kept["published"] == len(published())
    assert kept.keys() == {"published", "simulated"}
    platform = {row.indicator_code: row.provenance for row in rows if row.place == "测试市"}
    assert platform["integrated_system_count"] == platform["video_feed_count"] == "simulated"
