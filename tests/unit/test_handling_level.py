"""A case is decided at the level of its grade: below that it can be raised and worked on, not sent, ended, lowered."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from data.commands.events import report
from data.commands.moves import move
from data.errors import Forbidden
from data.language import speaking
from data.life.limits import HANDLING_LEVEL
from data.schema import region
from data.scope import Scope
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.conftest import ENGINES


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        yield connection


def officer(connection, level, role="duty_officer"):
    """Of the region of a level around the cell where the cases lie."""
    cell = PUDDLE().cell_id
    around = (region.c.tree == "spine", region.c.level == level, region.c.lo <= cell, region.c.hi >= cell)
    lo, hi = connection.execute(select(region.c.lo, region.c.hi).where(*around)).one()
    return replace(CLERK[role], scope=Scope(cells=((lo, hi),)))


def filed(connection, grade):
    number = report(connection, PUDDLE(grade=grade), CLERK["grid_staff"], NOON)
    move(connection, number, "file", CLERK["duty_officer"], NOON, NOON)
    return number


@pytest.mark.parametrize("grade", HANDLING_LEVEL)
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_an_officer_sends_the_cases_of_his_level_and_below(connection, grade, level):
    number, who = filed(connection, grade), officer(connection, level)
    if level <= HANDLING_LEVEL[grade]:
        assert move(connection, number, "assign", who, NOON, NOON, agency="b.town")["stage"] == "assigned"
    else:
        with pytest.raises(Forbidden), speaking("zh"):
            move(connection, number, "assign", who, NOON, NOON, agency="b.town")


def test_a_town_neither_closes_nor_rejects_nor_lowers_what_is_the_citys_and_is_told_whose_it_is(connection):
    town, city = officer(connection, 3), CLERK["duty_officer"]
    fresh = report(connection, PUDDLE(grade="S"), CLERK["grid_staff"], NOON)
    with pytest.raises(Forbidden, match="市级重大事件由市级办理，请报请市级值班员"), speaking("zh"):
        move(connection, fresh, "reject", town, NOON, NOON, reason="误报")
    number = filed(connection, "S")
    with pytest.raises(Forbidden):
        move(connection, number, "hand_back", town, NOON, NOON, grade="C", reason="不重")
    move(connection, number, "assign", city, NOON, NOON, agency="b.town")
    for name, role in (("accept", "agency"), ("answer", "agency"), ("verify", "grid_staff")):
        given = {} if name == "accept" else {"reason": "已排水"}
        move(connection, number, name, officer(connection, 3, role), NOON, NOON, **given)
    with pytest.raises(Forbidden):
        move(connection, number, "close", town, NOON, NOON)
    assert move(connection, number, "close", city, NOON, NOON)["stage"] == "closed"


def test_a_town_may_raise_a_case_and_then_it_is_no_longer_its_own(connection):
    number, town = filed(connection, "C"), officer(connection, 3)
    move(connection, number, "escalate", town, NOON, NOON, grade="A", reason="牵涉多部门")
    with pytest.raises(Forbidden):
        move(connection, number, "assign", town, NOON, NOON, agency="b.town")
    assert move(connection, number, "assign", officer(connection, 2), NOON, NOON, agency="b.town")["grade"] == "A"
