"""The register of stations, files of readings, and the wall of stations, on a small real database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from components.panels.stations import panel
from data.commands.readings import Told, take
from data.commands.stations import register_stations
from data.errors import BadInput
from data.queries.regions import region_of
from data.queries.station_list import stations_of
from data.queries.station_points import TOPICS
from data.queries.station_wall import SHOWN, answer
from data.readings.freshness import freshness
from data.schema import gauge, gauge_limit, gauge_now, revision, station
from data.scope import Scope
from data.view import View
from tests.readings.conftest import NOON
from tests.spine import CITY

GUEST = Scope.guest()
VILLAGE, BESIDE = f"{CITY[:4]}01001001", f"{CITY[:4]}01001002"
RIVER = {
    "code": "W9",
    "name": "濑溪",
    "kind": "河道水位站",
    "region": VILLAGE,
    "quantity": "水位",
    "low": "-2",
    "high": "20",
}
LIMITED = RIVER | {"caution": "4.5", "guarantee": "6"}


def at(minutes):
    return NOON - timedelta(minutes=minutes)


def test_stations_are_registered_with_gauges_and_limits_and_told_again(lone):
    rows = [(2, LIMITED), (3, {"code": "G1", "name": "东湖", "kind": "wind", "region": VILLAGE, "rhythm_s": "600"})]
    assert register_stations(lone.connection, rows, NOON).new == 2
    found = stations_of(lone.connection, region_of(lone.connection, VILLAGE, GUEST), NOON).stations
    assert [one["code"] for one in found] == ["G1", "W9"]
    wind, river = found
    assert [one["quantity"] for one in wind["gauges"]] == ["wind", "gust", "wind_from"]
    assert (wind["rhythm_s"], river["rhythm_s"], river["freshness"]) == (600, 300, "broken")
    assert river["gauges"][0]["limits"] == {"caution": 4.5, "guarantee": 6}
    added = register_stations(lone.connection, [(2, LIMITED | {"guarantee": "", "name": "濑溪站"})], NOON)
    assert (added.new, added.changed) == (0, 1)
    limits = select(gauge_limit.c.name, gauge_limit.c.value)
    assert lone.connection.execute(limits).all() == [("caution", 4.5)]
    assert lone.connection.scalar(select(func.count()).select_from(station)) == 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": ""}, "code"),
        ({"kind": "火箭站"}, "kind"),
        ({"region": "123"}, "no region"),
        ({"region": ""}, "lon and lat"),
        ({"lon": "119", "lat": "25"}, "outside the city"),
        ({"lon": "x", "lat": "25"}, "number"),
        ({"low": "30"}, "below high"),
        ({"caution": "40"}, "outside"),
        ({"caution": "7"}, "above guarantee"),
        ({"quantity": "蓄水"}, "quantity"),
        ({"quantity": "rain"}, "needs a level"),
        ({"rhythm_s": "1"}, "rhythm_s"),
        ({"rhythm_s": "nan"}, "number"),
        ({"name": "长" * 97}, "name"),
    ],
)
def test_a_row_that_makes_no_sense_is_named_and_nothing_is_registered(lone, change, said):
    with pytest.raises(BadInput, match="row 3") as caught:
        register_stations(lone.connection, [(2, RIVER | {"code": "W8"}), (3, LIMITED | change)], NOON)
    assert said in str(caught.value)
    assert lone.connection.scalar(select(func.count()).select_from(station)) == 3


def test_the_same_gauge_twice_or_a_station_told_two_ways_is_refused(lone):
    with pytest.raises(BadInput, match="above already"):
        register_stations(lone.connection, [(2, RIVER), (3, RIVER)], NOON)
    with pytest.raises(BadInput, match="otherwise"):
        register_stations(lone.connection, [(2, RIVER), (3, RIVER | {"name": "别名"})], NOON)


@pytest.mark.parametrize(
    ("age", "rhythm", "state"),
    [
        (None, 300, "broken"),
        (0, 300, "fresh"),
        (600, 300, "fresh"),
        (601, 300, "late"),
        (1_801, 300, "stale"),
        (86_401, 300, "broken"),
        (86_401, 86_400, "fresh"),
        (6 * 86_400 + 1, 86_400, "broken"),
    ],
)
def test_freshness_goes_by_the_rhythm_of_the_station(age, rhythm, state):
    assert freshness(age, rhythm) == state


def test_the_wall_shows_the_urgent_first_and_silence_is_no_zero(home):
    with home.engine.begin() as connection:
        connection.execute(insert(gauge_limit), [dict(gauge_id=2, name="caution", value=4.5)])
        connection.execute(insert(gauge_limit), [dict(gauge_id=2, name="guarantee", value=6)])
        told = [Told("R1", "rain", at(n), 1.5, "mm") for n in (0, 5, 10, 70)]
        told += [Told("W1", "level", at(0), 5, "m"), Told("W1", "level", at(120), 6.5, "m")]
        told += [Told("S1", "level", at(90), 30, "m"), Told("S1", "storage", at(0), 900)]
        take(connection, told, "测试", GUEST, NOON)
    view = View(at=NOON)
    wall = answer(home, view, GUEST)
    assert [(row["code"], row["state"]) for row in wall.rows] == [("W1", "above"), ("S1", "silent"), ("R1", "normal")]
    river, store, rain = wall.rows
    assert (river["value"], river["unit"], river["limit"], river["over"]) == (5, "m", "caution", 0.5)
    assert (store["value"], store["freshness"], store["at"]) == (30, "stale", at(90).isoformat())
    assert (rain["value"], rain["today"], rain["freshness"]) == (4.5, 6.0, "fresh")
    kinds = {row["kind"]: row for row in wall.parts["kinds"]}
    assert (kinds["river"]["above"], kinds["reservoir"]["silent"], kinds["rain"]["fresh"]) == (1, 1, 1)
    series = [(row["code"], row["value"]) for row in wall.parts["series"]]
    assert series == [("R1", 1.5), ("R1", 3.0), ("R1", 1.5), ("W1", 6.5), ("W1", 5), ("S1", 30)]
    assert [row["value"] for row in wall.parts["limits"]] == [4.5, 6]
    earlier = answer(home, View(at=at(60)), GUEST)
    assert {row["code"]: (row["value"], row["state"]) for row in earlier.rows} == {
        "W1": (6.5, "silent"),
        "S1": (30, "normal"),
        "R1": (1.5, "normal"),
    }
    elsewhere = answer(home, View(region=BESIDE, at=NOON), GUEST)
    assert [row["code"] for row in elsewhere.rows] == ["R1"]


def test_rain_is_held_against_its_limits_by_the_hour_not_by_the_last_reading(home):
    with home.engine.begin() as connection:
        connection.execute(insert(gauge_limit), [dict(gauge_id=1, name="caution", value=30)])
        take(connection, [Told("R1", "rain", at(5 * n), 2.5, "mm") for n in range(12)], "测试", GUEST, NOON)
        take(connection, [Told("R1", "rain", at(60), 9, "mm")], "测试", GUEST, NOON)
    (rain, *_rest) = answer(home, View(at=NOON), GUEST).rows
    assert (rain["code"], rain["state"], rain["value"], rain["over"], rain["limit"]) == (
        "R1",
        "above",
        30,
        0,
        "caution",
    )
    with home.engine.begin() as connection:
        take(connection, [Told("R1", "rain", at(0), 2, "mm")], "测试", GUEST, NOON)
        assert connection.scalar(select(gauge_now.c.hour).where(gauge_now.c.gauge_id == 1)) == 29.5
        take(connection, [Told("R1", "rain", at(20), 3.1, "mm")], "测试", GUEST, NOON)
        assert connection.scalar(select(gauge_now.c.hour).where(gauge_now.c.gauge_id == 1)) == 30.1
        assert set(connection.scalars(select(gauge_now.c.hour).where(gauge_now.c.gauge_id != 1))) <= {None}


def test_all_stations_are_counted_and_only_the_most_urgent_are_told_one_by_one(home):
    about = dict(kind="river", lon=119.0, lat=25.4, rhythm_s=300, as_of=NOON, provenance="measured")
    now = datetime.now(UTC)
    with home.engine.begin() as connection:
        rows = [dict(id=n, code=f"Z{n:03d}", name=f"Z{n}", cell_id=n % 32 + 1, **about) for n in range(100, 200)]
        connection.execute(insert(station), rows)
        gauges = [dict(id=n, station_id=n, quantity="level", low=-5, high=40) for n in range(100, 200)]
        connection.execute(insert(gauge), gauges)
        connection.execute(insert(gauge_limit), [dict(gauge_id=n, name="caution", value=5) for n in range(100, 200)])
        told = [Told(f"Z{n}", "level", now, 5.5 if n < 103 else n / 100, "m") for n in range(100, 190)]
        take(connection, told, "测试", GUEST, now)
    wall = answer(home, View(), GUEST)
    assert len(wall.rows) == SHOWN
    assert [row["code"] for row in wall.rows[:3]] == ["Z100", "Z101", "Z102"]
    assert {row["state"] for row in wall.rows[3:16]} == {"silent"}, "ten that never spoke, and the three of the house"
    kinds = {row["kind"]: row for row in wall.parts["kinds"]}
    river = kinds["river"]
    assert (river["total"], river["above"], river["silent"], river["normal"]) == (101, 3, 11, 87)
    assert sum(river[name] for name in ("fresh", "late", "stale", "broken")) == 101
    assert {row["code"] for row in wall.parts["limits"]} <= {row["code"] for row in wall.rows}


def test_a_changed_register_reaches_the_screens(lone):
    of = select(revision.c.n).where(revision.c.topic == "stations")
    register_stations(lone.connection, [(2, LIMITED)], NOON)
    first = lone.connection.scalar(of)
    register_stations(lone.connection, [(2, LIMITED | {"name": "濑溪站"})], NOON)
    assert lone.connection.scalar(of) > first
    assert "stations" in panel.topics and "stations" in TOPICS
