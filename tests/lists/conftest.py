"""A small city of 32 cells with two agencies, on each engine, for items of lists and profiles."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select

from data.commands.lists import NewItem, add_item
from data.life.actor import Actor
from data.schema import list_item, list_step, region
from data.scope import Scope
from tests.casework import CLERK, NOON, city_of_cases
from tests.conftest import ENGINES

TODAY = date(2024, 7, 25)  # of NOON
SECRETARY, CADRE, AGENCY, LEADER = (CLERK[role] for role in ("grid_staff", "duty_officer", "agency", "leader"))
WATER = Actor(name="乙综合执法", role="agency", scope=Scope(cells=Scope.guest().cells, departments=("b.town",)))
Row = dict[str, Any]


@pytest.fixture(params=ENGINES)
def connection(request):
    with city_of_cases(request.param, request) as engine, engine.begin() as connection:
        yield connection


def place(connection: Connection, level: int, cell: int = 3) -> Any:
    """The region of a level around a cell."""
    around = (region.c.tree == "spine", region.c.level == level, region.c.lo <= cell, region.c.hi >= cell)
    return connection.execute(select(region).where(*around)).one()


def of(connection: Connection, level: int, role: str, cell: int = 3) -> Actor:
    """Somebody who works for that region alone."""
    here = place(connection, level, cell)
    return Actor(name=f"{role}-{here.code}", role=role, scope=Scope(cells=((here.lo, here.hi),), clearance=1))


def put(connection: Connection, actor: Actor = SECRETARY, **more: Any) -> Row:
    """One more item of the village around cell 3."""
    told: Row = {"kind": "issue", "title": "排水不畅", "due": date(2024, 8, 24)}
    told |= {"region": place(connection, 4).code, **more}
    return add_item(connection, NewItem(**told), actor, NOON, "measured")


def row_of(connection: Connection, code: str) -> Any:
    return connection.execute(select(list_item).where(list_item.c.code == code)).mappings().one()


def steps_of(connection: Connection, code: str) -> list[Any]:
    of_item = select(list_step).join(list_item, list_item.c.id == list_step.c.item_id).where(list_item.c.code == code)
    return list(connection.execute(of_item.order_by(list_step.c.seq)).mappings())
