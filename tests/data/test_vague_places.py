"""What only names a region is counted there, and marks no place inside it."""

import shutil

import pytest
from flask import Flask

from components.panels import hot as panel
from data.commands.events import Report, report
from data.engine import writing
from data.house import open_house
from data.language import speaking
from data.life.actor import Actor
from data.queries import hot
from data.queries.locate import cell_of_region
from data.queries.regions import children, region_of
from data.scope import Scope
from data.view import View
from tests.conftest import toy_settings

GUEST = Scope.guest()
DUTY = Actor(name="值班员-001", role="duty_officer", scope=GUEST)


@pytest.fixture
def house(tmp_path, toy_dir, empty_sqlite):
    url = f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'vague.db')}"
    home = open_house(toy_settings(toy_dir, url, demo=False), Flask("vague"))
    yield home
    home.engine.dispose()


def told(house, code, placed, times):
    """Reports of a lamp at the cell that stands for a region."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        where = cell_of_region(connection, code)
        at = {"cell_id": where.cell_id, "place": where.place, "lon": where.lon, "lat": where.lat, "reported_at": now}
        kind = {"category": "facility", "leaf": "facility", "source": "hotline", "grade": "C"}
        for _ in range(times):
            report(connection, Report(title="路灯不亮", placed=placed, provenance="measured", **kind, **at), DUTY, now)


def codes(house):
    """Of the city, its first county, and that county's first town."""
    with house.engine.connect() as connection:
        city = region_of(connection, "", GUEST)
        county = children(connection, city)[0]
        return city.code, county.code, children(connection, county)[0].code


def regions(answer):
    return {row["key"]: row["n"] for row in answer.rows if row["kind"] == "region"}


def left(answer):
    return {one["kind"]: one["n"] for one in answer.parts["vague"]}


def test_who_names_the_city_only_says_nothing_of_its_counties(house):
    city, county, _town = codes(house)
    told(house, city, "region", 5)
    told(house, county, "exact", 2)
    answer = hot.answer(house, View(window="7d"), GUEST)
    assert sum(regions(answer).values()) == 2 and left(answer) == {"region": 5, "place": 5}
    with speaking("zh"):
        parts = panel.draw(answer, View(window="7d"))
    assert "另有 5 件（71.4%）只知上级区划，不计" in parts["region-say"]["children"]
    assert "另有 5 件" in parts["place-say"]["children"]


def test_who_names_a_town_is_counted_in_its_county_but_in_no_village(house):
    city, county, town = codes(house)
    told(house, town, "region", 4)
    whole, inside = (hot.answer(house, View(region=code, window="7d"), GUEST) for code in (city, town))
    assert regions(whole)[county] == 4
    assert {one["code"]: one["n"] for one in whole.parts["places"]} == {town: 4}
    assert regions(inside) == {} and inside.parts["places"] == [] and left(inside)["region"] == 4


def test_places_of_a_slice_leave_out_those_of_the_slice(house):
    city, _county, _town = codes(house)
    told(house, city, "region", 3)
    for slice_, n in (("category:facility", 3), ("category:flood", 0)):
        answer = hot.answer(house, View(window="7d", slice=slice_), GUEST)
        assert answer.parts["places"] == [] and left(answer)["place"] == n


def test_the_region_itself_counts_them_all(house):
    city, _county, _town = codes(house)
    told(house, city, "region", 3)
    assert sum(row["n"] for row in hot.answer(house, View(window="7d"), GUEST).rows if row["kind"] == "leaf") == 3
