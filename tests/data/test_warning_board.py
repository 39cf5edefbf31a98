"""The board and the map of warnings: what is live where, the gravest first, now and as it was; and one as a sheet."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.commands.warnings import NewWarning, move_warning, raise_warning
from data.engine import writing
from data.errors import UnknownThing
from data.life.actor import Actor
from data.queries.alarms import alarms, alarms_at
from data.queries.asked import asked
from data.queries.warning_board import answer, live_at, phase_now
from data.queries.warning_regions import answer as regions
from data.queries.warning_sheet import warning_sheet
from data.schema import region
from data.scope import Scope
from data.view import View
from tests.blank import blank_house

GUEST, STAFF = Scope.guest(), Scope(cells=Scope.guest().cells, clearance=1)
RULE = Actor(name="rule", role="system", scope=GUEST)
DUTY = Actor(name="值班员-001", role="duty_officer", scope=GUEST)


@pytest.fixture
def house(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        yield house


def place(house, level, n=0):
    """The n-th region of a level, in spine order."""
    with house.engine.connect() as connection:
        return connection.execute(select(region).where(region.c.level == level).order_by(region.c.lo)).all()[n]


def warned(house, where, colour, ago=60, regions=()):
    """A warning raised so many minutes ago; its number."""
    now = house.clock.now()
    new = NewWarning(
        field="rain",
        title="暴雨预警",
        colour=colour,
        words="雨量 60 mm",
        region_id=where.id,
        at=now - timedelta(minutes=ago),
        origin="rule",
        provenance="simulated",
        regions=tuple(one.id for one in regions),
    )
    with writing(house.engine) as connection:
        return raise_warning(connection, new, RULE, now)


def done(house, number, move, **given):
    now = house.clock.now()
    with writing(house.engine) as connection:
        return move_warning(connection, number, move, DUTY, now, now, **given)


def colours(found):
    return [row["colour"] for row in found.rows]


def test_the_board_tells_the_gravest_first_and_counts_by_colour(house):
    for colour, ago in ((4, 10), (2, 50), (2, 20), (1, 90)):
        warned(house, place(house, 3), colour, ago)
    found = answer(house, View(), GUEST)
    assert colours(found) == [1, 2, 2, 4]
    assert found.rows[1]["raised_at"] > found.rows[2]["raised_at"]
    assert found.parts["counts"] == [{"c1": 1, "c2": 2, "c3": 0, "c4": 1, "total": 4}]


def test_a_region_sees_what_is_in_it_and_what_lies_over_it_and_nothing_beside(house):
    here, beside = place(house, 3), place(house, 3, -1)
    inside, county = place(house, 5), place(house, 2)
    for where, colour in ((inside, 3), (county, 2), (beside, 1)):
        warned(house, where, colour)
    assert colours(answer(house, View(region=here.code), GUEST)) == [2, 3]
    assert colours(answer(house, View(region=beside.code), GUEST)) == [1]


def test_a_warning_of_several_regions_is_told_in_each_and_not_between_them(house):
    first, second, last = place(house, 3), place(house, 3, 1), place(house, 3, -1)
    warned(house, place(house, 1), 2, regions=(first, last))
    seen = {one.code: len(answer(house, View(region=one.code), GUEST).rows) for one in (first, second, last)}
    assert seen == {first.code: 1, second.code: 0, last.code: 1}


def test_the_past_shows_what_was_live_then_in_the_state_of_then(house):
    number = warned(house, place(house, 3), 2, ago=120)
    done(house, number, "acknowledge")
    done(house, number, "clear", reason="雨停")
    now = house.clock.now()
    assert answer(house, View(), GUEST).rows == []
    (then,) = answer(house, View(at=now - timedelta(minutes=30)), GUEST).rows
    assert (then["state"], then["by"]) == ("raised", None)
    assert answer(house, View(at=now - timedelta(minutes=150)), GUEST).rows == []


def test_the_board_names_the_role_that_acknowledged_and_no_person(house):
    number = warned(house, place(house, 3), 2)
    done(house, number, "acknowledge")
    (row,) = answer(house, View(), GUEST).rows
    assert (row["state"], row["by"]) == ("acknowledged", "duty_officer")


def test_the_level_below_has_its_highest_colour_of_what_is_in_it_and_over_it(house):
    warned(house, place(house, 6), 3)
    warned(house, place(house, 1), 4)
    rows = {row["code"]: row for row in regions(house, View(), GUEST).rows}
    first, last = place(house, 2), place(house, 2, -1)
    assert (rows[first.code]["top"], rows[first.code]["total"]) == (3, 2)
    assert (rows[last.code]["top"], rows[last.code]["total"]) == (4, 1)


def test_a_cell_shows_its_own_warnings_once(house):
    cell = place(house, 6)
    warned(house, cell, 3)
    (row,) = regions(house, View(region=cell.code), GUEST).rows
    assert (row["top"], row["total"]) == (3, 1)


@pytest.mark.parametrize("level", [1, 2, 3, 5])
def test_the_alarms_that_the_database_counts_are_those_of_the_whole_list(house, level):
    places = [place(house, depth, n) for depth in (2, 3, 5, 6) for n in (0, 1, -1)]
    numbers = [warned(house, where, 2 + n % 2, ago=10 + n % 3) for n, where in enumerate(places * 2)]
    for number in numbers[::5]:
        done(house, number, "acknowledge")
    with asked(house, View(region=place(house, level).code), GUEST) as a:
        assert alarms_at(a, None) == alarms(live_at(a, None)) != []


def test_the_phase_follows_the_gravest_warning(house):
    warned(house, place(house, 3), 3)
    assert phase_now(house, Scope.guest()) == "before"
    warned(house, place(house, 3), 2)
    assert phase_now(house, Scope.guest()) == "during"


def test_a_sheet_tells_every_step_and_names_people_only_to_those_who_may_know(house):
    number = warned(house, place(house, 3), 2)
    code = done(house, number, "acknowledge", reason="已电话核实")["code"]
    told = warning_sheet(house, code.lower(), STAFF)
    assert [step["label"] for step in told.steps] == ["发布", "确认"]
    assert (told.steps[1]["actor"], told.steps[1]["reason"]) == ("值班员-001", "已电话核实")
    public = warning_sheet(house, code, GUEST).steps[1]
    assert (public["actor"], public["reason"]) == ("值班员", None)


def test_a_sheet_out_of_scope_or_not_there_looks_the_same(house):
    number = warned(house, place(house, 3), 2)
    code = done(house, number, "acknowledge")["code"]
    away = place(house, 3, -1)
    for wanted, scope in ((code, Scope(cells=((away.lo, away.hi),))), ("W20000101-0001", GUEST)):
        with pytest.raises(UnknownThing):
            warning_sheet(house, wanted, scope)
