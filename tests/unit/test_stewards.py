"""Stewards: a directory that a city brings, who a case's are, and what falls to each."""

import pytest
from sqlalchemy import insert, select

from data.commands.events import report
from data.commands.stewards import import_stewards
from data.errors import BadInput
from data.queries.event_stewards import stewards_of
from data.schema import category, event, region, steward
from data.scope import Scope
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.conftest import ENGINES

GUEST = Scope.guest()


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        rows = (("flood", None, 1, "防汛防台"), ("flood.road", "flood", 2, "城区内涝"))
        tree = [dict(zip(("code", "parent", "level", "name"), row, strict=True)) for row in rows]
        connection.execute(insert(category), [one | {"top": "flood", "position": n} for n, one in enumerate(tree)])
        yield connection


def code_at(connection, level):
    around = (region.c.tree == "spine", region.c.level == level, region.c.lo <= 3, region.c.hi >= 3)
    return connection.scalar(select(region.c.code).where(*around))


def directory(connection, *more):
    rows = [
        {"code": "g1", "kind": "公共管家", "name": "张三", "region": code_at(connection, 5), "served": "310"},
        {
            "code": "i1",
            "kind": "行业管家",
            "name": "李四",
            "region": code_at(connection, 1),
            "category": "flood",
            "agency": "b.town",
        },
        {
            "code": "i2",
            "kind": "industry",
            "name": "王五",
            "region": code_at(connection, 2),
            "category": "城区内涝",
            "agency": "b.town",
        },
        *more,
    ]
    return import_stewards(connection, list(enumerate(rows, start=2)))


def case_of(connection, **more):
    number = report(connection, PUDDLE(**more), CLERK["grid_staff"], NOON)
    return connection.execute(select(event).where(event.c.id == number)).mappings().one()


def test_a_case_has_the_steward_of_its_grid_and_of_its_finest_trade_masked_for_who_may_not_know_people(connection):
    assert directory(connection).new == 3
    row = case_of(connection, leaf="flood.road")
    assert [(one["kind"], one["code"], one["name"]) for one in stewards_of(connection, row, GUEST)] == [
        ("grid", "g1", "张**"),
        ("industry", "i2", "王**"),
    ]
    knows = Scope(cells=GUEST.cells, clearance=2)
    assert [one["name"] for one in stewards_of(connection, case_of(connection), knows)] == ["张三", "李四"]


def test_a_case_elsewhere_of_another_trade_has_none(connection):
    directory(connection)
    assert stewards_of(connection, case_of(connection, cell_id=32, category="ecology", leaf="ecology"), GUEST) == []


def test_the_same_file_again_changes_and_adds_nothing_new(connection):
    directory(connection)
    assert (directory(connection).new, directory(connection).changed) == (0, 3)
    only = [(2, {"code": "g1", "kind": "grid", "name": "赵六", "region": code_at(connection, 5)})]
    import_stewards(connection, only, replace=True)
    assert connection.execute(select(steward.c.code, steward.c.name, steward.c.served)).all() == [("g1", "赵六", None)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "管家"}, "is not one of grid, industry"),
        ({"region": "月球"}, "is not known"),
        ({"served": "许多"}, "is not a number"),
        ({"agency": "b.town"}, "are of industry stewards"),
    ],
)
def test_a_faulty_row_refuses_the_file(connection, wrong, words):
    row = {"code": "g9", "kind": "grid", "name": "张三", "region": code_at(connection, 5)} | wrong
    with pytest.raises(BadInput, match=words):
        directory(connection, row)
    assert connection.scalar(select(steward.c.code).limit(1)) is None
