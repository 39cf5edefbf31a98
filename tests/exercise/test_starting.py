"""An exercise is started from the page, in a process of its own: by who may, once, told in the log of the city."""

import os
import signal
import time

import pytest
from flask import Flask
from sqlalchemy import select

from callbacks.exercise import begin
from components.exercises_page import exercises_drawn
from data.commands.exercise_screens import start
from data.errors import BadInput, Forbidden, UnknownThing
from data.exercise import launch
from data.exercise.kept import kept
from data.house import open_house
from data.schema import audit
from tests.exercise.conftest import print_of

CODE = "waterlogging"


def told(house):
    with house.engine.connect() as connection:
        query = select(audit.c.action, audit.c.target, audit.c.outcome).order_by(audit.c.n)
        return [tuple(row) for row in connection.execute(query) if row.action == "exercise_start"]


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
        os.kill(one.process, signal.SIGTERM)
    after = print_of(lone_city.engine)
    assert {name for name in before if before[name] != after[name]} <= {"audit", "audit_head", "revision"}
    assert told(lone_city) == [("exercise_start", f"{CODE} 300", "done")]


def _served(house, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if launch.starting(house.settings) == set():
            return kept(house.settings, CODE)
        time.sleep(0.2)
    raise TimeoutError((house.settings.exercises_dir / f"{CODE}.log").read_text())


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
