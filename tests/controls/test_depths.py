"""How deep water stands on roads, in classes that are data: on the map, in its legend, in the list beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from components.markup import markup
from components.panels.map import draw as draw_map
from components.panels.panorama import draw
from data.engine import writing
from data.errors import CityError
from data.ponding import DOUBTED, SILENT, depths, read_depths
from data.queries.map import answer as map_answer
from data.queries.panorama import answer
from data.queries.points import Viewport, points
from data.schema import region
from data.scope import Scope
from data.view import View
from tests.controls.test_panorama import wet
from tests.controls.waterworks import GUEST
from tests.gauges import tell

__all__ = ["wet"]
CITY = Viewport(west=100.0, south=10.0, east=140.0, north=40.0, zoom=17)
FAR = Viewport(west=100.0, south=10.0, east=140.0, north=40.0, zoom=3)
OWN = """source: 本市排水规程
classes:
- {from: 30, colour: red, name: 断路, about: 断路}
- {from: 0, colour: dry, name: 通行, about: 通行}
"""


@pytest.fixture
def mine(lone_house, tmp_path):
    """A house whose pack lies in a folder of its own: files are read once."""
    settings = lone_house.settings.model_copy(update={"cities_dir": tmp_path / "cities"})
    (settings.cities_dir / settings.city).mkdir(parents=True)
    return replace(lone_house, settings=settings)


def own(house, text):
    (house.settings.cities_dir / house.settings.city / "ponding.yaml").write_text(text, "utf-8")


def grades(house):
    """{station: its grade}, as the tables have it now: no revision tells of what a test writes."""
    house.answers.clear()
    return {
        one["properties"]["code"]: one["properties"]["grade"] for one in points(house, View(), GUEST, "ponding", CITY)
    }


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_deeper_water_is_never_of_a_lesser_class(one, other):
    known = read_depths()
    low, high = sorted((one, other))
    assert known.of(low).grade >= known.of(high).grade


def test_the_bounds_that_ship_are_those_of_the_shipped_rule_for_water_on_roads():
    assert [(one.since, one.grade) for one in read_depths().classes][:4] == [(60, 1), (40, 2), (27, 3), (15, 4)]


def test_gauges_at_roads_alone_are_on_the_map_each_in_the_class_of_its_depth(lone_house, wet):
    assert grades(lone_house) == {"UN1": 2, "W1": 4, "ST1": 6, "ST2": SILENT}
    with writing(lone_house.engine) as connection:
        tell(connection, wet["ST1"], lone_house.clock.now(), 4000.0, "doubted")
    assert grades(lone_house)["ST1"] == DOUBTED, "a depth that cannot be is none"


def test_each_bound_belongs_to_the_deeper_class(lone_house, wet):
    bounds = ((59.9, 2), (60.0, 1), (14.9, 5), (5.0, 5), (4.9, 6), (0.0, 6))
    since = lone_house.clock.now() - timedelta(seconds=50)
    for n, (depth, grade) in enumerate(bounds):
        with writing(lone_house.engine) as connection:
            tell(connection, wet["ST1"], since + timedelta(seconds=n), depth)
        assert grades(lone_house)["ST1"] == grade, depth


def test_a_bunch_counts_each_class(lone_house, wet):
    bunches = [one["properties"] for one in points(lone_house, View(), GUEST, "ponding", FAR)]
    assert sum(one["n"] for one in bunches) == 4
    assert all(sum(one["grades"]) == one["n"] for one in bunches if one["n"] > 1)


def test_who_sees_a_town_sees_its_roads_alone(lone_house, wet):
    with lone_house.engine.connect() as connection:
        town = connection.scalar(select(region.c.code).where(region.c.level == 3, region.c.lo == 1))
    found = points(lone_house, View(region=town), Scope(cells=((1, 8),)), "ponding", CITY)
    assert {one["properties"]["code"] for one in found} == {"UN1", "W1", "ST1"}


def test_the_legend_tells_every_class_its_bound_and_where_it_comes_from(lone_house):
    told = markup(draw_map(map_answer(lone_house, View(), GUEST), View())["ponding"]["children"])
    assert [word in told for word in ("≥60", "≥15", "&lt;5", "不可通行", "GB 51222-2017")] == [True] * 5
    assert all(f"sym-station station-{state}" in told for state in ("silent", "doubted")) and "存疑" in told


def test_the_list_names_the_class_and_a_doubted_depth_has_none(lone_house, wet):
    found = answer(lone_house, View(), GUEST)
    assert {row["code"]: row["label"] for row in found.rows} == {
        "UN1": "多数受阻",
        "W1": "漫过路缘",
        "ST2": None,
        "ST1": "基本无水",
    }
    told = draw(found, View())
    assert "ponding-2" in markup(told["rows"]["children"]) and "GB 51222-2017" in told["rule"]["children"]
    with writing(lone_house.engine) as connection:
        tell(connection, wet["UN1"], lone_house.clock.now(), 4000.0, "doubted")
    assert {row["code"]: row["label"] for row in answer(lone_house, View(), GUEST).rows}["UN1"] is None


def test_a_citys_own_classes_stand_for_all_of_them(mine, wet):
    own(mine, OWN)
    assert depths(mine).source == "本市排水规程"
    assert grades(mine) == {"UN1": 1, "W1": 6, "ST1": 6, "ST2": SILENT}
    assert answer(mine, View(), GUEST).rows[0]["label"] == "断路"


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "classes: []",
        OWN.replace("from: 0", "from: 1"),
        OWN.replace("from: 30", "from: 0"),
        OWN.replace("red", "pink"),
        OWN.replace("red", "dry"),
        OWN.replace("name: 断路", "name: ''"),
        OWN.replace("from: 30", "from: .nan"),
        OWN.replace("name: 断路", "name: 通行"),
    ],
)
def test_what_is_wrong_with_the_file_is_told_with_its_name(mine, text):
    own(mine, text)
    with pytest.raises(CityError, match=r"ponding\.yaml"):
        depths(mine)
