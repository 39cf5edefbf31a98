"""A little city with two departments and three enterprises, and the kinds that ship, on each engine."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from data.commands.bulk import renumber
from data.commands.coordination_plans import NewPlan, file_plan
from data.coordination.kind import Kind, kinds_in
from data.house import House
from data.ledgers.fields import dictionary
from data.ledgers.install import install_ledgers, ledger_plan
from data.life.actor import Actor
from data.queries.regions import region_of
from data.schema import agency, coordination_call, record, record_more, region
from data.scope import Scope
from tests.blank import blank_house
from tests.conftest import ENGINES

NOW = datetime(2024, 7, 25, 4, 0, tzinfo=UTC)
TODAY = date(2024, 7, 25)
AGENCIES = ("990000.emergency", "990000.ecology", "990000.water")
FIRMS = {"EN1": (1, "footwear"), "EN2": (3, "footwear"), "EN3": (20, "footwear"), "EN4": (21, "food")}
INSPECTION = kinds_in(Path("none")).kinds["inspection"]
CENTRE = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
C = coordination_call.c


def department(code: str) -> Actor:
    """Who files for one department alone."""
    return Actor(name=code, role="agency", scope=Scope(cells=Scope.guest().cells, departments=(code,)))


FIRE, ECOLOGY, WATER = (department(code) for code in AGENCIES)


@pytest.fixture(params=ENGINES)
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        with house.engine.begin() as connection:
            plant(connection)
        yield house


@pytest.fixture
def connection(blank: House) -> Iterator[Connection]:
    with blank.engine.begin() as connection:
        yield connection


def plant(connection: Connection) -> None:
    install_ledgers(connection, ledger_plan(Path("none")))
    known = dictionary(connection).fields
    city = connection.scalar(select(region.c.id).where(region.c.level == 1))
    rows = [{"code": c, "name": f"{c[7:]}部门", "kind": "department", "region_id": city} for c in AGENCIES]
    connection.execute(insert(agency), [row | {"provenance": "simulated"} for row in rows])
    for n, (code, (cell, trade)) in enumerate(FIRMS.items(), 1):
        row: dict[str, Any] = {"id": n, "subject": "enterprise", "cell_id": cell, "code": code, "member": " ", "seq": 1}
        row |= {"as_of": NOW, "provenance": "measured", str(known["enterprise.name"].slot): f"企业-{code}"}
        row |= {str(known["enterprise.trade"].slot): trade}
        connection.execute(insert(record).values(row))
        connection.execute(insert(record_more).values(record_id=n, more={}))
    renumber(connection, record)


def plan(who: Actor = FIRE, **more: Any) -> NewPlan:
    told: dict[str, Any] = {"agency": who.scope.departments[0], "subjects": ("enterprise:EN1",), "items": ("fire",)}
    told |= {"first": TODAY + timedelta(days=3), "last": TODAY + timedelta(days=6), "people": 2, "basis": "消防法"}
    return NewPlan(**told | {"words": "检查消防通道和灭火器"} | more)


def filed(connection: Connection, who: Actor = FIRE, kind: Kind = INSPECTION, **more: Any) -> str:
    """The code of the first visit of a plan."""
    return file_plan(connection, kind, plan(who, **more), who, NOW, "measured")[1][0]


def row_of(connection: Connection, code: str) -> Any:
    return connection.execute(select(coordination_call).where(C.code == code)).mappings().one()


def town_of(connection: Connection, cell: int) -> Scope:
    """Who sees one town."""
    around = (region.c.level == 3, region.c.lo <= cell, region.c.hi >= cell)
    code = connection.scalar(select(region.c.code).where(*around)) or ""
    here = region_of(connection, code, Scope.guest())
    return Scope(cells=((here.lo, here.hi),))
