"""An exercise is made of the city's registers, plays its scenario by the commands that are used in earnest."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from data.errors import BadInput, CityError
from data.exercise import steer
from data.exercise.copying import COPIED, LEFT
from data.exercise.player import play_due, play_next
from data.exercise.prepare import prepare
from data.exercise.review import review
from data.exercise.scenario import parse
from data.house import open_house
from data.ready import make_ready
from data.schema import (
    demo_pending,
    event,
    feature,
    feature_person,
    gauge_now,
    metadata,
    reading,
    region,
    sender,
    station,
    warning,
)
from tests.dispatch.town import do
from tests.exercise.conftest import SHOWER, print_of, shipped


def _count(engine, table, *where):
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*where))


def test_every_table_is_either_copied_or_left_behind():
    assert sorted((*COPIED, *LEFT)) == sorted(metadata.tables)


def test_an_exercise_has_the_registers_of_the_city_and_none_of_its_cases(city, opened, shower):
    one = opened(city, shower)
    for table in (region, feature, feature_person, station):
        assert _count(one.house.engine, table) == _count(city.engine, table) > 0
    for table in (event, sender):
        assert _count(one.house.engine, table) == 0
    assert one.house.clock.now() == shower.begins


def test_what_was_told_before_the_start_is_there_at_the_start(lone_city, opened, shower):
    one = opened(lone_city, shower)
    with one.house.engine.connect() as connection:
        first, last = connection.execute(select(func.min(reading.c.at), func.max(reading.c.at))).one()
        assert connection.scalar(select(func.min(gauge_now.c.at))) == shower.begins
        assert set(connection.scalars(select(station.c.provenance))) == {"simulated"}
    assert (last, first) == (shower.begins, shower.begins - timedelta(hours=24))


def test_a_shower_raises_warnings_blue_to_red_and_lets_them_go(city, opened, shower):
    one = opened(city, shower)
    assert one.play() == 2 * 12
    with one.house.engine.connect() as connection:
        found = connection.execute(select(warning).where(warning.c.field == "waterlog")).all()
        told = connection.execute(select(event)).one()
        stands = steer.standing(connection)
    low = min(found, key=lambda row: row.peak)
    assert (low.peak, low.state) == (1, "cleared")
    assert all(row.title.startswith("【演练】") and row.provenance == "simulated" for row in found)
    assert (told.title, told.reported_at) == ("【演练】路面积水", shower.begins + timedelta(minutes=15))
    assert (stands.state, stands.now) == ("finished", shower.ends)


def test_the_clock_waits_for_what_has_not_been_played(lone_city, opened, shower):
    one = opened(lone_city, shower)
    do(one.house, steer.speed, 3_600)
    do(one.house, steer.run)
    first = shower.begins + timedelta(minutes=5)
    end = datetime.now(UTC) + timedelta(seconds=5)
    while one.house.clock.now() < first and datetime.now(UTC) < end:
        pass
    assert one.house.clock.now() == first
    assert play_due(one.house.engine) >= 1
    assert one.house.clock.now() > first


def test_a_paused_exercise_plays_nothing_and_goes_on_where_it_was(lone_city, opened, shower):
    one = opened(lone_city, shower)
    one.play(3)
    do(one.house, steer.run)
    do(one.house, steer.pause)
    stood = one.house.clock.now()
    assert not play_next(one.house.engine)
    assert one.house.clock.now() == stood
    reopened = open_house(one.settings, Flask("again"))
    assert one.play() == 24 - 3
    assert reopened.clock.now() == shower.ends
    assert _count(reopened.engine, event) == 1
    reopened.engine.dispose()


def test_an_ended_exercise_leaves_the_rest_out(lone_city, opened, shower):
    one = opened(lone_city, shower)
    one.play(2)
    do(one.house, steer.finish)
    assert _count(one.house.engine, demo_pending) == 0
    with one.house.engine.connect() as connection:
        assert steer.standing(connection).state == "finished"


@pytest.mark.parametrize("code", ["gaemi-2024", "waterlogging"])
def test_the_scenarios_that_ship_play_from_blue_to_red_and_back(lone_city, opened, code):
    scenario = shipped(code)
    one = opened(lone_city, scenario, code)
    one.play()
    with one.house.engine.connect() as connection:
        found = review(connection)
    assert found.gravest == 1
    cleared = [row for row in found.rows if row["kind"] == "warning" and row["colour"] == 1 and row["ended_at"]]
    assert cleared
    assert found.events == len(scenario.events)


def test_each_house_refuses_the_database_of_the_other(lone_city, opened, shower):
    one = opened(lone_city, shower)
    for settings in (
        one.settings.model_copy(update={"exercise": ""}),
        one.settings.model_copy(update={"exercise": "other"}),
        one.settings.model_copy(update={"database_url": lone_city.settings.database_url}),
    ):
        home = open_house(settings, Flask("wrong"))
        with pytest.raises(CityError), home.engine.connect():
            pass
        with pytest.raises(CityError):
            make_ready(home.engine, settings)


def test_an_exercise_is_not_made_in_the_database_of_the_city_or_twice(lone_city, opened, shower):
    before = print_of(lone_city.engine)
    one = opened(lone_city, shower)
    for url in (lone_city.settings.database_url, one.settings.database_url):
        with pytest.raises(CityError):
            prepare(lone_city.engine, lone_city.settings, "again", url, lambda *_: None, quiet=True)
    assert print_of(lone_city.engine) == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("length: 3h|length: 2 hours", "a span is written"),
        ("at: town,|at: nowhere,", "no place is called 'nowhere'"),
        ("category: flood|category: nonsense", "is not one of"),
        ("after: 15m|after: 4h", "but all is over after"),
        ("kind: fixed|kind: storm", "storm"),
        ("name: 一阵雨|nome: 一阵雨", "nome"),
    ],
)
def test_a_faulty_scenario_says_where_it_is_wrong(wrong, said):
    old, new = wrong.split("|")
    text = SHOWER.replace(old.replace("length: 3h", "length: 2h"), new)
    with pytest.raises(BadInput, match=said):
        parse(text, "shower.yaml")
