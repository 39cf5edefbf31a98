"""一键直达: what is general goes straight to the agency of the list; what is not takes a person of its level."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from data.commands.events import report
from data.commands.governance import import_categories
from data.commands.moves import move
from data.errors import BadInput, EventRefused, Forbidden
from data.language import speaking
from data.life.ways import Offer, offer
from data.queries.routing import routes_of
from data.schema import category, event_history, region, responsibility
from data.scope import Scope
from data.words import GRADES
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.conftest import ENGINES

DUTY, GRID = CLERK["duty_officer"], CLERK["grid_staff"]
TREE = (
    ("flood", None, 1, "防汛防台"),
    ("flood.road", "flood", 2, "城区内涝"),
    ("flood.road.pit", "flood.road", 3, "井盖"),
)


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        row = ("code", "parent", "level", "name")
        tree = [dict(zip(row, one, strict=True)) | {"top": "flood", "position": n} for n, one in enumerate(TREE)]
        connection.execute(insert(category), tree)
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        duty = {"category": "flood", "region_id": city, "grade": "B", "agency": "b.town", "basis": "示例"}
        connection.execute(insert(responsibility), [duty])
        yield connection


def calls_for(connection, **ways):
    rows = [(2, {"code": code.replace("_", "."), "way": way}) for code, way in ways.items()]
    named = {code: (parent or "", name) for code, parent, _level, name in TREE}
    full = [(n, row | dict(zip(("parent", "name"), named[row["code"]], strict=True))) for n, row in rows]
    return import_categories(connection, full)


def kept(connection, number):
    last = select(event_history.c.reason).where(event_history.c.event_id == number).order_by(event_history.c.seq.desc())
    return connection.scalar(last.limit(1))


def test_a_general_case_is_filed_and_assigned_at_once_and_says_why(connection):
    number = report(connection, PUDDLE(), GRID, NOON)
    with speaking("zh"):
        row = move(connection, number, "direct", GRID, NOON, NOON)
    assert (row["stage"], row["filed_at"], row["assigned_at"]) == ("assigned", NOON, NOON)
    route = routes_of(connection).route("flood", "flood", "C", 3)
    assert row["agency"] == row["first_agency"] == route.agency and row["loop"] == route.loop
    assert kept(connection, number) == f"一键直达：“一般”属一般事项；{route.reason}"


def test_who_answers_for_a_village_alone_may_send_what_is_general_and_nothing_graver(connection):
    around = (region.c.tree == "spine", region.c.level == 4, region.c.lo <= 3, region.c.hi >= 3)
    lo, hi = connection.execute(select(region.c.lo, region.c.hi).where(*around)).one()
    village = replace(DUTY, scope=Scope(cells=((lo, hi),)))
    number = report(connection, PUDDLE(), GRID, NOON)
    assert move(connection, number, "direct", village, NOON, NOON)["stage"] == "assigned"
    grave = report(connection, PUDDLE(grade="B"), GRID, NOON)
    for who in (village, GRID):
        with pytest.raises(Forbidden):
            move(connection, grave, "direct", who, NOON, NOON, reason="急")


def test_a_person_of_its_level_may_override_the_classification_with_a_reason_that_is_kept(connection):
    grave = report(connection, PUDDLE(grade="B"), GRID, NOON)
    with pytest.raises(BadInput, match="写明理由"), speaking("zh"):
        move(connection, grave, "direct", DUTY, NOON, NOON)
    with speaking("zh"):
        assert move(connection, grave, "direct", DUTY, NOON, NOON, reason="部门已在现场")["stage"] == "assigned"
    assert kept(connection, grave).startswith("人工直达：部门已在现场；权责清单 第")


def test_the_finest_category_that_says_something_goes_before_the_grade(connection):
    assert calls_for(connection, flood="raise", flood_road_pit="direct").changed == 2
    routes = routes_of(connection)
    assert routes.offer("flood", "flood.road.pit", "B") == Offer("direct", "井盖")
    assert routes.offer("flood", "flood.road", "C") == Offer("raise", "防汛防台")
    assert routes.offer("flood", "flood.road.pit", "A") == Offer()
    complicated = report(connection, PUDDLE(leaf="flood.road"), GRID, NOON)
    with pytest.raises(Forbidden):
        move(connection, complicated, "direct", GRID, NOON, NOON)
    assert move(connection, complicated, "escalate", DUTY, NOON, NOON, grade="A", reason="涉多部门")["grade"] == "A"


def test_an_unknown_way_is_refused_and_the_same_file_twice_changes_nothing(connection):
    assert calls_for(connection, flood_road="一键直达").changed == 1
    assert calls_for(connection, flood_road="direct").changed == 0
    with pytest.raises(BadInput, match="is not one of direct, raise"):
        calls_for(connection, flood="sideways")


def test_what_the_list_names_nobody_for_cannot_go_straight(connection):
    number = report(connection, PUDDLE(category="ecology", leaf="ecology"), GRID, NOON)
    with pytest.raises(EventRefused):
        move(connection, number, "direct", DUTY, NOON, NOON)


def test_what_was_filed_keeps_its_moment_and_what_was_assigned_cannot_be_sent_again(connection):
    number = report(connection, PUDDLE(), GRID, NOON)
    filed = move(connection, number, "file", DUTY, NOON, NOON)["filed_at"]
    assert move(connection, number, "direct", DUTY, NOON, NOON)["filed_at"] == filed
    with pytest.raises(EventRefused):
        move(connection, number, "direct", DUTY, NOON, NOON)


WAY = st.sampled_from((None, "", "direct", "raise"))


@given(st.lists(WAY, max_size=3), st.sampled_from(tuple(GRADES)))
def test_an_offer_always_says_by_what_and_never_sends_what_is_grave(ways, grade):
    told = offer([(f"类别{n}", way) for n, way in enumerate(ways)], grade)
    assert bool(told.way) == bool(told.by)
    assert not told.way or grade in "BC"
    said = [way for way in ways if way]
    assert not said or grade not in "BC" or told.way == said[0]
