"""Check lists that the duty room ticks: who and when, for one day and phase, and what may not be ticked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from data.commands.ticks import tick, tick_on_screen
from data.engine import writing
from data.errors import BadInput, Forbidden
from data.queries.checks import answer
from data.risk_lists import check_lists
from data.schema import check_tick
from data.view import View
from tests.controls.waterworks import DUTY, GUEST

FIRST = check_lists()["during"][0].what


def ticked(house, done=True, phase="during", item=FIRST, actor=DUTY, days=0):
    with writing(house.engine) as connection:
        tick(connection, phase, item, done, actor, house.clock.now() - timedelta(days=days))


def done(house, **view):
    rows = answer(house, View(**view), GUEST).rows
    return [(row["phase"], row["what"], row["role"]) for row in rows if row["done"]]


def test_a_tick_stands_for_its_day_with_the_role_that_made_it(house):
    ticked(house)
    assert done(house) == [("during", FIRST, "duty_officer")]
    assert len(answer(house, View(), GUEST).rows) == sum(map(len, check_lists().values()))
    assert done(house, at=house.clock.now() + timedelta(days=1)) == []


def test_a_tick_taken_back_is_remembered(house):
    ticked(house)
    ticked(house, done=False)
    assert done(house) == []
    with house.engine.connect() as connection:
        assert connection.scalars(select(check_tick.c.done).order_by(check_tick.c.id)).all() == [True, False]


def test_yesterday_is_another_list_and_the_past_shows_it(house):
    ticked(house, days=1)
    assert done(house) == []
    assert len(done(house, at=house.clock.now() - timedelta(days=1) + timedelta(seconds=2))) == 1


@pytest.mark.parametrize(("phase", "item"), [("during", "喝茶"), ("never", FIRST), ("before", FIRST)])
def test_what_stands_on_no_list_is_not_ticked(lone_house, phase, item):
    with pytest.raises(BadInput):
        ticked(lone_house, phase=phase, item=item)


def test_residents_tick_nothing_and_outside_the_demo_nobody_does(lone_house):
    with pytest.raises(Forbidden):
        ticked(lone_house, actor=replace(DUTY, role="resident"))
    with pytest.raises(Forbidden, match="登录后办理"):
        tick_on_screen(lone_house, "during", FIRST, True, "duty_officer", 1)
    assert answer(lone_house, View(), GUEST).parts["hand"] == [{"may": False}]
