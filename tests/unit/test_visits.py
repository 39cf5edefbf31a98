"""Visits of stewards (走访): put down by who may, imported whole or not at all."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from data.commands.events import report
from data.commands.visits import NewVisit, import_visits, link_visit, record_visit, solve_visit
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.life.actor import Actor
from data.queries.visit_list import finding, visit_behind
from data.schema import region, steward, steward_visit
from data.scope import Scope
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.conftest import ENGINES

V = steward_visit.c
TODAY = date(2024, 7, 25)  # of NOON
GRID_STAFF, OFFICER, AGENCY = (CLERK[role] for role in ("grid_staff", "duty_officer", "agency"))
ELSEWHERE = Actor(name="别处", role="duty_officer", scope=Scope(cells=((30, 32),)))
OTHERS = Actor(name="别家", role="agency", scope=Scope(cells=Scope.guest().cells, departments=("a.grid",)))


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        around = (region.c.tree == "spine", region.c.lo <= 3, region.c.hi >= 3)
        code = {row.level: row.code for row in connection.execute(select(region).where(*around))}
        rows = [
            {"code": "g1", "kind": "grid", "name": "张三", "region": code[5]},
            {"code": "i1", "kind": "industry", "name": "李四", "region": code[2], "category": "", "agency": "b.town"},
        ]
        connection.execute(insert(steward), [_steward(connection, row) for row in rows])
        yield connection


def _steward(connection, row):
    number = connection.scalar(select(region.c.id).where(region.c.code == row["region"]))
    return {"region_id": number, "category": None, "agency": None, "provenance": "published"} | {
        name: value or None for name, value in row.items() if name != "region"
    }


def code_at(connection, level, cell=3):
    around = (region.c.tree == "spine", region.c.level == level, region.c.lo <= cell, region.c.hi >= cell)
    return connection.scalar(select(region.c.code).where(*around))


def visit(**more):
    return NewVisit(**{"steward": "g1", "day": TODAY, "whom": "王家", "found": "燃气软管老化", **more})


def put_down(connection, actor=GRID_STAFF, **more):
    return record_visit(connection, visit(**more), actor, NOON, "measured")


def row_of(connection, code):
    return connection.execute(select(steward_visit).where(V.code == code)).mappings().one()


def test_a_visit_lies_where_its_steward_does_that_of_a_trade_where_it_was_told(connection):
    grid = connection.execute(select(region).where(region.c.code == code_at(connection, 5))).one()
    told = row_of(connection, put_down(connection))
    assert (told["lo"], told["hi"], told["day"]) == (grid.lo, grid.hi, TODAY.toordinal())
    assert (told["solved_day"], told["actor"], told["provenance"]) == (None, GRID_STAFF.name, "measured")
    village = connection.execute(select(region).where(region.c.code == code_at(connection, 4))).one()
    trade = row_of(connection, put_down(connection, AGENCY, steward="i1", region=village.code, solved=True))
    assert (trade["region_id"], trade["agency"], trade["solved_day"]) == (village.id, "b.town", TODAY.toordinal())
    whole = row_of(connection, put_down(connection, OFFICER, steward="i1", region=code_at(connection, 1)))
    assert whole["region_id"] == connection.scalar(select(steward.c.region_id).where(steward.c.code == "i1"))


def test_of_two_visits_of_a_day_each_has_its_own_code(connection):
    assert len({put_down(connection) for _n in range(3)}) == 3


@pytest.mark.parametrize(
    ("actor", "of", "error"),
    [
        (ELSEWHERE, "g1", UnknownThing),
        (ELSEWHERE, "nobody", UnknownThing),
        (OTHERS, "i1", UnknownThing),
        (AGENCY, "g1", Forbidden),
        (GRID_STAFF, "i1", Forbidden),
        (CLERK["leader"], "g1", Forbidden),
        (CLERK["auditor"], "g1", Forbidden),
    ],
)
def test_who_does_not_answer_for_a_steward_puts_nothing_down(connection, actor, of, error):
    with pytest.raises(error):
        put_down(connection, actor, steward=of)
    assert connection.scalar(select(V.id).limit(1)) is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"whom": ""}, "走访对象"),
        ({"whom": "长" * 65}, "走访对象"),
        ({"found": "长" * 501}, "至多 500"),
        ({"day": TODAY + timedelta(days=1)}, "不能晚于今天"),
        ({"day": TODAY - timedelta(days=400)}, "一年前"),
        ({"found": "", "solved": True}, "没有发现问题"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(connection, wrong, words):
    with pytest.raises(BadInput, match=words):
        put_down(connection, **wrong)


def test_a_place_outside_of_the_steward_is_refused(connection):
    for place in (code_at(connection, 5, 32), "nowhere"):
        with pytest.raises(BadInput, match="辖区"):
            put_down(connection, OFFICER, steward="i1", region=place)


def test_what_was_found_is_solved_once_and_only_by_who_may(connection):
    code, clear = put_down(connection), put_down(connection, found="")
    for actor, error in ((ELSEWHERE, UnknownThing), (AGENCY, Forbidden)):
        with pytest.raises(error):
            solve_visit(connection, code, actor, NOON)
    solve_visit(connection, code, OFFICER, NOON + timedelta(days=2))
    assert row_of(connection, code)["solved_day"] == TODAY.toordinal() + 2
    for one in (code, clear):
        with pytest.raises(EventRefused, match="没有待解决"):
            solve_visit(connection, one, OFFICER, NOON)


def test_what_was_found_becomes_an_event_and_both_know_of_each_other(connection):
    code = put_down(connection)
    assert finding(connection, code, Scope.guest())["text"] == "燃气软管老化"
    assert finding(connection, code, ELSEWHERE.scope) is None
    number = report(connection, PUDDLE(), GRID_STAFF, NOON)
    with pytest.raises(UnknownThing):
        link_visit(connection, code, number, ELSEWHERE)
    link_visit(connection, code, number, GRID_STAFF)
    assert visit_behind(connection, number, Scope.guest())["code"] == code
    assert visit_behind(connection, number, ELSEWHERE.scope) is None
    assert finding(connection, code, Scope.guest()) is None
    for again in (
        lambda: link_visit(connection, code, number, GRID_STAFF),
        lambda: solve_visit(connection, code, OFFICER, NOON),
    ):
        with pytest.raises(EventRefused, match="已转为事件"):
            again()


def listed(connection, *more, **changed):
    first = {
        "code": "A-1",
        "steward": "g1",
        "day": "2024/7/3",
        "whom": "王家",
        "found": "软管老化",
        "solved": "2024-07-04",
    }
    rows = [first | changed, {"code": "A-2", "steward": "i1", "day": "2024-07-20 00:00:00", "whom": "某厂"}, *more]
    return import_visits(connection, list(enumerate(rows, start=2)), NOON)


def test_a_file_of_visits_comes_once_and_told_again_changes_them_but_not_what_became_of_them(connection):
    assert (listed(connection).new, listed(connection).changed) == (2, 2)
    listed(connection, solved="")
    number = report(connection, PUDDLE(), GRID_STAFF, NOON)
    link_visit(connection, "A-1", number, OFFICER)
    listed(connection, found="软管老化，已停气", solved="")
    told = row_of(connection, "A-1")
    assert (told["found"], told["event_id"], told["day"]) == ("软管老化，已停气", number, date(2024, 7, 3).toordinal())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"steward": "nobody"}, "is not known"),
        ({"steward": ""}, "steward is empty"),
        ({"day": "昨天"}, "is not a day"),
        ({"day": ""}, "day is empty"),
        ({"day": "2024-07-26"}, "has not come yet"),
        ({"solved": "2024-07-01"}, "lies before"),
        ({"found": ""}, "nothing was found"),
        ({"found": "长" * 501}, "longer than 500"),
        ({"whom": ""}, "whom is empty"),
        ({"code": ""}, "code is empty"),
        ({"region": "月球"}, "is not known"),
    ],
)
def test_a_faulty_row_refuses_the_file_and_names_itself(connection, wrong, words):
    with pytest.raises(BadInput, match=f"row 2: .*{words}"):
        listed(connection, **wrong)
    assert connection.scalar(select(V.id).limit(1)) is None
