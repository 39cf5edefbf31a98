"""The sub-platform (逻辑子平台): whoever signs in for a region finds the platform of that region, unconfigured."""

import json

import pytest

from data.errors import UnknownRegion
from data.house import EXTENSION
from data.queries.regions import ancestors, home_of, homes, region_of, siblings
from data.scope import Scope
from tests.scope.conftest import COUNTY, HOME
from tests.toycity import COUNTIES, TOWNS

VILLAGE = "990102001200"
PLACES = {COUNTY: COUNTIES[COUNTY], HOME: TOWNS[HOME], VILLAGE: "东一前村"}


@pytest.mark.parametrize("code", PLACES)
def test_the_own_region_is_where_everything_begins(city, code):
    screen = city.screen("duty_officer", code)
    for key in ("funnel", "ranking", "kpi", "map", "ticker", "stations"):
        assert json.loads(screen.get(f"/api/v1/panels/{key}.json").text)["region"] == code
    assert json.loads(screen.get("/api/v1/events").text)["region"] == code
    scene = json.loads(screen.get("/api/v1/panels/map.json").text)["parts"]
    assert [one["code"] for one in scene["crumbs"]] == [code]
    assert [one["code"] for one in scene["siblings"]] == [code]


@pytest.mark.parametrize("code", PLACES)
def test_the_wall_carries_the_name_of_the_region_and_no_other(city, code):
    wall = city.screen("leader", code).page("/").text
    assert f"{PLACES[code]}一张图" in wall
    assert "玩具市" not in wall


def test_the_city_sees_the_city(city):
    screen = city.screen("leader", "")
    assert "玩具市全市一张图" in screen.page("/").text
    assert json.loads(screen.get("/api/v1/panels/funnel.json").text)["level"] == 1
    assert "/quarantine" in screen.page("/events").text


@pytest.mark.parametrize("path", ["/quarantine", "/exercises"])
def test_what_lies_nowhere_in_particular_is_the_citys(city, path):
    screen = city.screen("duty_officer", HOME)
    assert f'"{path}"' not in screen.page("/events").text
    assert "没有被隔离的数据" in screen.page(path).text or "没有这个演练" in screen.page(path).text
    assert screen.get("/api/v1/exercises/typhoon/review.csv").status == 404


@pytest.fixture
def towns(city):
    with city.app.extensions[EXTENSION].engine.connect() as connection:
        yield connection, [region_of(connection, code, Scope.guest()) for code in (HOME, "990103100")]


def test_a_scope_of_several_regions_begins_at_the_first_and_offers_the_others(towns):
    connection, (one, two) = towns
    both = Scope(cells=((one.lo, one.hi), (two.lo, two.hi)))
    assert region_of(connection, "", both) == home_of(connection, both) == one
    assert homes(connection, both) == siblings(connection, two, both) == [one, two]
    assert ancestors(connection, two, both) == []


def test_two_towns_side_by_side_are_two_homes_and_a_whole_county_is_one(towns):
    connection, (one, _two) = towns
    county = region_of(connection, COUNTY, Scope.guest())
    assert homes(connection, Scope(cells=((county.lo, county.hi),))) == [county]
    rest = Scope(cells=((one.lo, county.hi),)) if one.lo > county.lo else Scope(cells=((county.lo, one.hi),))
    assert [home.level for home in homes(connection, rest)][0] in (2, 3)


def test_a_scope_of_nothing_has_no_platform(towns):
    connection, _towns = towns
    with pytest.raises(UnknownRegion):
        region_of(connection, "", Scope(cells=()))


def test_figures_of_the_city_are_told_to_a_town_only_where_they_are_published(city):
    told = json.loads(city.screen().get("/api/v1/panels/economy.json").text)
    if told["rows"]:
        assert {row["provenance"] for row in told["rows"]} == {"published"}
        assert told["upper"]
