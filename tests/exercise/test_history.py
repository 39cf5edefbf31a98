"""A past day is played with what was measured, reported and said on it: forecasts, CAP messages, warnings by hand.

A day takes seconds to play: on each engine one is played in which all of that was said, and each test looks at its own.
"""

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from data.commands.cap import take
from data.commands.forecasts import Expected, take_forecast
from data.commands.raised import ByHand, raise_by_hand
from data.commands.warnings import move_warning
from data.errors import BadInput
from data.exercise.history import past_day
from data.exercise.mark import marked
from data.house import House
from data.life.actor import Actor
from data.life.fold import Step, fold, read
from data.schema import cap_message, event, event_history, forecast, reading, warning, warning_history
from data.scope import Scope
from data.times import day_number, day_start
from tests.capwords import alert, info, stamp
from tests.conftest import ENGINES, toy_settings
from tests.databases import copied
from tests.dispatch.town import do
from tests.exercise.conftest import city_opened, prepared

OFFICE = Actor(name="市气象台", role="system", scope=Scope.guest())
DUTY = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Replayed:
    """The city, the day that was played, which begins at `begins`, and the house in which it was."""

    city: House
    house: House
    begins: datetime


@pytest.fixture(scope="module", params=ENGINES)
def replayed(request, toy_dir, sqlite_tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("replayed")
    with ExitStack() as made:
        if request.param == "sqlite":
            url = f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), folder / 'toy.db')}"
        else:
            server, template = (request.getfixturevalue(name) for name in ("postgres", "postgres_template"))
            url = made.enter_context(copied(server, template))
        city = made.enter_context(city_opened(toy_settings(toy_dir, url, exercises_dir=folder / "exercises")))
        number = day_number(city.clock.now()) - 1
        for say in (said_by_hand, said_before_and_after, said_by_an_office, forecast_twice):
            say(city, day_start(number))
        day = date.fromordinal(number)
        one = prepared(made, sqlite_tables, city, lambda real, _own: past_day(real, day), "day")
        one.play()
        yield Replayed(city, one.house, day_start(number))


def by_hand(house, at, title="大风黄色预警", actor=DUTY, **more):
    told = ByHand(field="typhoon", colour=3, title=title, words="阵风 8 级", regions=("990102",), **more)
    return do(house, raise_by_hand, told, actor, at, provenance="published")


def said_by_hand(city, begins):
    at = begins + 9 * HOUR
    number = by_hand(city, at)
    do(city, move_warning, number, "acknowledge", DUTY, at + HOUR, at + HOUR)
    given = {"colour": 2, "reason": "风力加大", "words": "阵风 10 级"}
    do(city, move_warning, number, "escalate", DUTY, at + 2 * HOUR, at + 2 * HOUR, **given)
    do(city, move_warning, number, "clear", DUTY, at + 30 * HOUR, at + 30 * HOUR, reason="减弱")  # on another day


def said_before_and_after(city, begins):
    by_hand(city, begins - 5 * HOUR, "仍在的预警", expires_at=begins + 3 * HOUR)
    over = by_hand(city, begins - 9 * HOUR, "早已解除的预警")
    do(city, move_warning, over, "clear", DUTY, begins - HOUR, begins - HOUR, reason="减弱")
    by_hand(city, begins + 25 * HOUR, "后来的预警")


def said_by_an_office(city, begins):
    at = begins + 8 * HOUR
    taken = do(city, take, alert(info(expires=stamp(at + 6 * HOUR)), sent=stamp(at)), OFFICE, at)
    assert taken.outcome == "raised"


def forecast_twice(city, begins):
    for told_at in (begins - HOUR, begins + 6 * HOUR):
        span = {"since": told_at, "until": told_at + 24 * HOUR}
        told = Expected(region="990102", quantity="rain", issued_at=told_at, value=260.0, **span)
        do(city, take_forecast, told, OFFICE, told_at, provenance="published")


def others(house):
    """Warnings that no rule raised: title, colour, state, moments of their steps with who made them."""
    with house.engine.connect() as connection:
        found = connection.execute(select(warning).where(warning.c.rule.is_(None)).order_by(warning.c.id)).all()
        for one in found:
            h = warning_history.c
            steps = select(h.move, h.at, h.actor).where(h.warning_id == one.id).order_by(h.seq)
            yield one.title, one.colour, one.state, [tuple(row) for row in connection.execute(steps)]


def test_a_past_day_is_replayed_from_its_readings_and_events(replayed):
    begins, ends = replayed.begins, replayed.begins + timedelta(days=1)
    with replayed.house.engine.connect() as connection:
        assert datetime.fromisoformat(marked(connection)["begins"]) == begins
        assert connection.scalar(select(func.count()).select_from(reading).where(reading.c.at > begins)) > 0
        again = connection.execute(select(event.c.title, event.c.stage).where(event.c.reported_at >= begins)).all()
    assert sorted(map(tuple, again)) == sorted(_as_they_stood(replayed.city.engine, begins, ends))


def _as_they_stood(engine, begins, ends):
    """Titles as an exercise has them, and stages at the end of the day, of the events that were reported on it."""
    with engine.connect() as connection:
        found = connection.execute(select(event).where(event.c.reported_at.between(begins, ends))).all()
        assert found
        for one in found:
            mine = (event_history.c.event_id == one.id, event_history.c.at < ends)
            steps = connection.execute(select(event_history).where(*mine).order_by(event_history.c.seq)).all()
            lived = [Step(seq=step.seq, move=step.move, at=step.at, change=read(step.change)) for step in steps]
            yield f"【演练】{one.title}", fold(lived)["stage"]


def test_a_day_of_which_nothing_is_known_is_refused(lone_city, opened):
    with pytest.raises(BadInput, match="neither readings nor events"):
        opened(lone_city, lambda real, _own: past_day(real, date(1990, 1, 1)), "day")


def test_warnings_by_hand_are_raised_and_moved_as_they_were(replayed):
    at = replayed.begins + 9 * HOUR
    assert [one for one in others(replayed.house) if "大风" in one[0]] == [
        (
            "【演练】大风黄色预警",
            2,
            "raised",
            [("raise", at, DUTY.name), ("acknowledge", at + HOUR, DUTY.name), ("escalate", at + 2 * HOUR, DUTY.name)],
        )
    ]


def test_warnings_of_before_stand_when_the_day_begins_and_those_that_were_over_do_not(replayed):
    found = {one[0]: one for one in others(replayed.house)}
    assert found["【演练】仍在的预警"][3][0] == ("raise", replayed.begins, DUTY.name)
    assert found["【演练】仍在的预警"][2] == "cleared"  # its own time was over at three
    assert not {"【演练】早已解除的预警", "【演练】后来的预警"} & set(found)


def test_messages_of_other_offices_are_on_the_board_again(replayed):
    at = replayed.begins + 8 * HOUR
    assert any(steps[0] == ("raise", at, OFFICE.name) for _title, _colour, _state, steps in others(replayed.house))
    with replayed.house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(cap_message)) == 0  # the message itself stays there


def test_forecasts_come_when_they_came_and_rules_go_by_them(replayed):
    with replayed.house.engine.connect() as connection:
        mine = select(forecast.c.received_at).where(forecast.c.issuer == OFFICE.name).order_by(forecast.c.id)
        assert connection.scalars(mine).all() == [replayed.begins, replayed.begins + 6 * HOUR]
        rules = select(warning.c.rule).where(warning.c.rule.is_not(None), warning.c.raised_at >= replayed.begins)
        assert any("forecast" in rule for rule in connection.scalars(rules))
