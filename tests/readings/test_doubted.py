"""A doubted reading carries its mark wherever a station is shown, reaches no limit and is in no figure."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from components.dispatch_chart import chart
from components.markup import markup
from components.panels.crowds import draw as draw_crowds
from components.panels.environment import draw as draw_air
from components.panels.stations import draw
from components.paper_rows import COLUMNS as PAPER
from components.paper_rows import spoken
from components.sparks import spark
from components.stations_page import stations_drawn
from data.engine import writing
from data.queries.crowds import answer as crowds
from data.queries.dispatch_stations import of_station
from data.queries.environment import answer as air
from data.queries.points import Viewport, points
from data.queries.station_sheet import Wanted, station_sheet
from data.queries.station_wall import answer
from data.schema import gauge_now, region
from data.scope import Scope
from data.view import View
from tests.blank import blank_house
from tests.gauges import plant_station, tell

GUEST = Scope.guest()
CITY = Viewport(west=118.0, south=24.0, east=120.0, north=26.0, zoom=17)
STOOD = (  # code, kind, quantity, its limit, what it told, what it told last
    ("RI1", "river", "level", 6.5, 5.0, 6.1),
    ("RI2", "river", "level", 6.5, 5.0, 6100.0),
    ("RI3", "river", "level", 6.5, 5.0, 7.0),
    ("CR1", "crowd", "people", 8000.0, 400.0, 90000.0),
    ("AI1", "air", "pm25", 75.0, 40.0, 9000.0),
)
DOUBTED = {"RI2", "CR1", "AI1"}


@pytest.fixture
def house(tmp_path):
    """Three rivers, people and air; what the last of each told is 100 times what can be of DOUBTED."""
    with blank_house("sqlite", tmp_path) as house:
        with writing(house.engine) as connection:
            now = house.clock.now()
            cell = connection.scalar(select(region.c.id).where(region.c.level == 6).order_by(region.c.lo).limit(1))
            for code, kind, quantity, limit, before, last in STOOD:
                name = "capacity" if kind == "crowd" else "caution"
                since = now - timedelta(days=1)
                number = plant_station(connection, code, kind, cell, {quantity: {name: limit}}, since)[quantity]
                for hours in (2, 1):
                    tell(connection, number, now - timedelta(hours=hours), before)
                tell(connection, number, now - timedelta(minutes=2), last, "doubted" if code in DOUBTED else "good")
        yield house


def rained(house, code, hour, quality):
    """A rain gauge whose last hour, of what counts, came to this."""
    with writing(house.engine) as connection:
        cell = connection.scalar(select(region.c.id).where(region.c.level == 6).limit(1))
        now = house.clock.now()
        number = plant_station(connection, code, "rain", cell, {"rain": {"caution": 30.0}}, now)["rain"]
        tell(connection, number, now - timedelta(minutes=7), hour)
        tell(connection, number, now - timedelta(minutes=2), 900.0, quality)
        connection.execute(update(gauge_now).where(gauge_now.c.gauge_id == number).values(hour=hour))


def test_on_the_wall_it_reaches_no_limit_and_stands_before_the_quiet(house):
    found = answer(house, View(), GUEST)
    rivers = [(row["code"], row["state"], row["quality"]) for row in found.rows if row["kind"] == "river"]
    assert rivers == [("RI3", "above", "good"), ("RI2", "doubted", "doubted"), ("RI1", "normal", "good")]
    kinds = {row["kind"]: row for row in found.parts["kinds"]}
    assert [kinds["river"][name] for name in ("above", "silent", "doubted", "normal")] == [1, 0, 1, 1]


def test_its_card_says_so_beside_the_value_and_on_the_line_and_no_distance_to_a_limit_is_told(house):
    told = draw(answer(house, View(), GUEST), View())
    cards = {code: markup(card) for card in told["cards"]["children"] for code, *_rest in STOOD if code in markup(card)}
    assert "存疑" in cards["RI2"] and "stroke-dasharray" in cards["RI2"] and "距" not in cards["RI2"]
    assert "存疑" not in cards["RI1"] and "stroke-dasharray" not in cards["RI1"] and "距警戒" in cards["RI1"]
    assert any("存疑" in markup(kind) for kind in told["kinds"]["children"])


def test_the_sum_of_an_hour_holds_nothing_doubted_and_reaches_its_limit(house):
    rained(house, "RA1", 31.0, "doubted")
    rained(house, "RA2", 3.0, "doubted")
    rows = {row["code"]: row for row in answer(house, View(), GUEST).rows}
    assert [rows["RA1"][name] for name in ("state", "value", "over")] == ["above", 31.0, 1.0]
    assert [rows["RA2"][name] for name in ("state", "value", "quality")] == ["doubted", 3.0, "doubted"]


def test_one_that_fell_silent_after_it_is_silent_and_keeps_the_mark(house):
    with writing(house.engine) as connection:
        long_ago = house.clock.now() - timedelta(hours=5)
        connection.execute(update(gauge_now).where(gauge_now.c.value == 6100.0).values(at=long_ago))
    row = next(row for row in answer(house, View(), GUEST).rows if row["code"] == "RI2")
    assert (row["state"], row["quality"]) == ("silent", "doubted")
    point = next(one for one in points(house, View(), GUEST, "station", CITY) if one["properties"]["code"] == "RI2")
    assert (point["properties"]["state"], point["properties"]["doubted"]) == ("silent", True)


def test_on_the_map_it_has_a_sign_of_its_own(house):
    found = {one["properties"]["code"]: one["properties"] for one in points(house, View(), GUEST, "station", CITY)}
    assert {code: one["grade"] for code, one in found.items() if code.startswith("RI")} == {
        "RI1": 4,
        "RI2": 3,
        "RI3": 1,
    }
    assert found["RI2"]["doubted"] and "doubted" not in found["RI1"]


def test_the_list_marks_it_and_is_narrowed_to_it(house):
    found = station_sheet(house, View(), GUEST, Wanted(state="doubted"))
    assert {row["code"] for row in found.rows} == DOUBTED and found.states["doubted"] == len(DOUBTED)
    told = stations_drawn(house, View(), {"text": "RI"})
    assert told["rows"].count("mark-doubt") == 1 and "station_state=doubted" in told["side"]


def test_of_people_and_air_no_share_of_the_limit_is_reckoned_from_it(house):
    for ask, show, code in ((crowds, draw_crowds, "CR1"), (air, draw_air, "AI1")):
        found = ask(house, View(), GUEST)
        row = next(row for row in found.rows if row["code"] == code)
        assert [row[name] for name in ("value", "share", "quality")] == [None, None, "doubted"]
        assert all(set(row) == {column.key for column in found.columns} for row in found.rows)
        assert "mark-doubt" in markup(show(found, View())["cards"]["children"])


def test_the_curve_of_a_station_that_is_picked_says_that_its_newest_reading_is_not_in_it(house):
    with house.engine.connect() as connection:
        now = house.clock.now()
        told = {code: of_station(connection, code, GUEST, now) for code in ("RI1", "RI2")}
        assert of_station(connection, "RI1", Scope(cells=((31, 32),)), now) is None, "not the asker's"
        assert of_station(connection, "NONE", GUEST, now) is None
    assert (told["RI1"].trace.doubted, told["RI2"].trace.doubted) == (False, True)
    assert max(value for _at, value in told["RI2"].trace.hours) == 5.0
    assert "mark-doubt" in markup(chart(told["RI2"], now)) and "mark-doubt" not in markup(chart(told["RI1"], now))


def test_on_paper_the_quality_of_each_value_is_a_word(house):
    assert "quality" in PAPER["stations"]
    told = {row["code"]: spoken("stations", row) for row in answer(house, View(), GUEST).rows}
    assert (told["RI2"]["quality"], told["RI2"]["state"], told["RI1"]["quality"]) == ("存疑", "存疑", "正常")


def test_a_line_of_one_value_is_none_whether_doubted_or_not():
    assert spark([1.0], True) is None and spark([], False) is None
