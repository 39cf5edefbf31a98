"""An exercise is started from the page, in a process of its own: by who may, once, told in the log of the city."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select

from callbacks.exercise import begin
from components.exercises_page import exercises_drawn
from data.commands.exercise_screens import replay, shut, start
from data.errors import BadInput, Forbidden, UnknownThing
from data.exercise import launch
from data.exercise.days import code_of, days_kept
from data.exercise.kept import Kept, all_kept, is_server, kept
from data.house import open_house
from data.schema import audit
from tests.exercise.conftest import print_of
from tests.server import going, until

CODE = "waterlogging"


def told(house):
    with house.engine.connect() as connection:
        query = select(audit.c.action, audit.c.target, audit.c.outcome).order_by(audit.c.n)
        return [tuple(row) for row in connection.execute(query) if row.action in ("exercise_start", "exercise_close")]


def marks(house):
    return sorted(path.name for path in house.settings.exercises_dir.glob("*.*"))


def test_a_scenario_is_prepared_and_served_and_the_city_stays_as_it_was(lone_city):
    before = print_of(lone_city.engine)
    assert f'data-exercise-start="{CODE}"' in exercises_drawn(lone_city, "")["scenarios"]
    start(lone_city, CODE, "300")
    assert "正在准备" in exercises_drawn(lone_city, "")["scenarios"]
    with pytest.raises(BadInput):
        start(lone_city, CODE, "300")
    one = _served(lone_city)
    try:
        assert "进入演练" in exercises_drawn(lone_city, "")["kept"]
        assert launch.starting(lone_city.settings) == set()
        with pytest.raises(BadInput):
            start(lone_city, CODE, "300")
    finally:
        shut(lone_city, CODE)
    until(lambda: not going(one.process), 20)
    assert not kept(lone_city.settings, CODE).serving
    with pytest.raises(BadInput, match="没有在运行"):
        shut(lone_city, CODE)
    after = print_of(lone_city.engine)
    assert {name for name in before if before[name] != after[name]} <= {"audit", "audit_head", "revision"}
    assert told(lone_city) == [("exercise_start", f"{CODE} 300", "done"), ("exercise_close", CODE, "done")]


def test_a_past_day_that_the_city_holds_is_replayed_and_one_that_is_being_prepared_can_be_ended(lone_city):
    drawn = exercises_drawn(lone_city, "")["replay"]
    with lone_city.engine.connect() as connection:
        days = days_kept(connection, lone_city.clock.now())
    assert days and all(f'value="{day}"' in drawn for day in days)
    replay(lone_city, f"{days[0]}", "600")
    code = code_of(days[0])
    assert "正在准备" in exercises_drawn(lone_city, "")["replay"]
    process = int((lone_city.settings.exercises_dir / f"{code}.starting").read_text().split()[1])
    shut(lone_city, code)
    until(lambda: not going(process) and launch.starting(lone_city.settings) == set(), 20)


@pytest.mark.parametrize("day", ["2001-01-01", "2999-01-01", "yesterday", "", None, "2024-02-30", "day-20240724"])
def test_a_day_of_which_nothing_is_kept_is_refused_in_words(lone_city, day):
    with pytest.raises(BadInput, match="没有可回放|请选择日期"):
        replay(lone_city, day, "60")
    assert marks(lone_city) == []


def test_a_number_that_another_process_has_now_is_no_server(lone_city):
    mine = Kept(code="old", name="旧", database_url="sqlite://", host="127.0.0.1", port=1, process=os.getpid())
    assert not is_server(os.getpid()) and not mine.serving


def _served(house, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if launch.starting(house.settings) == set():
            return kept(house.settings, CODE)
        time.sleep(0.2)
    raise TimeoutError((house.settings.exercises_dir / f"{CODE}.log").read_text())


@pytest.fixture(autouse=True)
def nothing_is_left(lone_city):
    """Whatever a test has started ends with it."""
    yield
    served = [one.code for one in all_kept(lone_city.settings) if one.serving]
    for code in {*launch.starting(lone_city.settings), *served}:
        with suppress(BadInput, UnknownThing):
            launch.close(lone_city.settings, code)


def test_who_may_not_start_one_has_no_button_and_is_refused_in_the_log(lone_city):
    closed = open_house(lone_city.settings.model_copy(update={"demo": False}), Flask("closed"))
    parts = exercises_drawn(closed, "")
    assert "data-exercise-start" not in parts["scenarios"] and "演练由市级启动" in parts["scenarios"]
    with pytest.raises(Forbidden):
        start(closed, CODE, "60")
    assert told(lone_city) == [("exercise_start", f"{CODE} 60", "refused")]
    assert marks(lone_city) == []
    closed.engine.dispose()


@pytest.mark.parametrize(
    ("code", "speed", "error"),
    [
        ("nowhere", "60", UnknownThing),
        ("../../etc/passwd", "60", UnknownThing),
        ("--help", "60", UnknownThing),
        (CODE, "0", BadInput),
        (CODE, "1e9", BadInput),
        (CODE, "fast", BadInput),
        (CODE, "nan", BadInput),
        (CODE, None, BadInput),
    ],
)
def test_what_makes_no_sense_starts_nothing(lone_city, code, speed, error):
    with pytest.raises(error):
        start(lone_city, code, speed)
    assert marks(lone_city) == []


def test_no_more_than_a_machine_can_serve_are_started(lone_city):
    lone_city.settings.exercises_dir.mkdir()
    for name in ("one", "two"):
        (lone_city.settings.exercises_dir / f"{name}.starting").touch()
    with pytest.raises(BadInput, match="最多"):
        start(lone_city, CODE, "60")
    assert marks(lone_city) == ["one.starting", "two.starting"]


def test_inside_an_exercise_none_is_started(lone_city, opened, shower):
    one = opened(lone_city, shower)
    with pytest.raises(Forbidden):
        start(one.house, CODE, "60")
    with one.app.app_context():
        assert "市级" in begin({"code": CODE, "speed": "60", "sign": 1})["refused"]
    assert f"{CODE}.starting" not in marks(lone_city)


def test_a_mark_that_is_taken_away_while_it_is_read_is_no_fault(lone_city):
    folder = lone_city.settings.exercises_dir
    folder.mkdir()
    stop = Event()

    def put_and_take():
        while not stop.is_set():
            (folder / "one.starting").write_text("8090 0")
            (folder / "one.starting").unlink()

    with ThreadPoolExecutor(1) as others:
        others.submit(put_and_take)
        try:
            assert all(launch.starting(lone_city.settings) <= {"one"} for _n in range(500))
        finally:
            stop.set()
