"""A past day is played with what offices and people said on it: forecasts, CAP messages, warnings raised by hand."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from data.commands.cap import take
from data.commands.forecasts import Expected, take_forecast
from data.commands.raised import ByHand, raise_by_hand
from data.commands.warnings import move_warning
from data.exercise.history import past_day
from data.life.actor import Actor
from data.schema import cap_message, forecast, warning, warning_history
from data.scope import Scope
from data.times import day_number, day_start
from tests.capwords import alert, info, stamp
from tests.dispatch.town import do

OFFICE = Actor(name="市气象台", role="system", scope=Scope.guest())
DUTY = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
HOUR = timedelta(hours=1)


@pytest.fixture
def yesterday(city):
    return day_start(day_number(city.clock.now()) - 1)


def played(city, opened, yesterday):
    day = date.fromordinal(day_number(yesterday))
    one = opened(city, lambda real, _own: past_day(real, day), "day")
    one.play()
    return one.house


def by_hand(house, at, title="大风黄色预警", actor=DUTY, **more):
    told = ByHand(field="typhoon", colour=3, title=title, words="阵风 8 级", regions=("990102",), **more)
    return do(house, raise_by_hand, told, actor, at, provenance="published")


def others(house):
    """Warnings that no rule raised: title, colour, state, moments of their steps with who made them."""
    with house.engine.connect() as connection:
        found = connection.execute(select(warning).where(warning.c.rule.is_(None)).order_by(warning.c.id)).all()
        for one in found:
            h = warning_history.c
            steps = select(h.move, h.at, h.actor).where(h.warning_id == one.id).order_by(h.seq)
            yield one.title, one.colour, one.state, [tuple(row) for row in connection.execute(steps)]


def test_warnings_by_hand_are_raised_and_moved_as_they_were(city, opened, yesterday):
    at = yesterday + 9 * HOUR
    number = by_hand(city, at)
    do(city, move_warning, number, "acknowledge", DUTY, at + HOUR, at + HOUR)
    given = {"colour": 2, "reason": "风力加大", "words": "阵风 10 级"}
    do(city, move_warning, number, "escalate", DUTY, at + 2 * HOUR, at + 2 * HOUR, **given)
    do(city, move_warning, number, "clear", DUTY, at + 30 * HOUR, at + 30 * HOUR, reason="减弱")  # on another day
    assert [one for one in others(played(city, opened, yesterday)) if "大风" in one[0]] == [
        (
            "【演练】大风黄色预警",
            2,
            "raised",
            [("raise", at, DUTY.name), ("acknowledge", at + HOUR, DUTY.name), ("escalate", at + 2 * HOUR, DUTY.name)],
        )
    ]


def test_warnings_of_before_stand_when_the_day_begins_and_those_that_were_over_do_not(city, opened, yesterday):
    by_hand(city, yesterday - 5 * HOUR, "仍在的预警", expires_at=yesterday + 3 * HOUR)
    over = by_hand(city, yesterday - 9 * HOUR, "早已解除的预警")
    do(city, move_warning, over, "clear", DUTY, yesterday - HOUR, yesterday - HOUR, reason="减弱")
    by_hand(city, yesterday + 25 * HOUR, "后来的预警")
    found = {one[0]: one for one in others(played(city, opened, yesterday))}
    assert found["【演练】仍在的预警"][3][0] == ("raise", yesterday, DUTY.name)
    assert found["【演练】仍在的预警"][2] == "cleared"  # its own time was over at three
    assert not {"【演练】早已解除的预警", "【演练】后来的预警"} & set(found)


def test_messages_of_other_offices_are_on_the_board_again(city, opened, yesterday):
    at = yesterday + 8 * HOUR
    taken = do(city, take, alert(info(expires=stamp(at + 6 * HOUR)), sent=stamp(at)), OFFICE, at)
    assert taken.outcome == "raised"
    house = played(city, opened, yesterday)
    assert any(steps[0] == ("raise", at, OFFICE.name) for _title, _colour, _state, steps in others(house))
    with house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(cap_message)) == 0  # the message itself stays there


def test_forecasts_come_when_they_came_and_rules_go_by_them(city, opened, yesterday):
    at, region = yesterday + 6 * HOUR, "990102"
    for told_at in (yesterday - HOUR, at):
        span = {"since": told_at, "until": told_at + 24 * HOUR}
        told = Expected(region=region, quantity="rain", issued_at=told_at, value=260.0, **span)
        do(city, take_forecast, told, OFFICE, told_at, provenance="published")
    house = played(city, opened, yesterday)
    with house.engine.connect() as connection:
        mine = select(forecast.c.received_at).where(forecast.c.issuer == OFFICE.name).order_by(forecast.c.id)
        assert connection.scalars(mine).all() == [yesterday, at]
        rules = select(warning.c.rule).where(warning.c.rule.is_not(None), warning.c.raised_at >= yesterday)
        assert any("forecast" in rule for rule in connection.scalars(rules))
