"""A little city with the shipped ledgers, chains and policies, and a few enterprises and projects, on each engine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from data.commands.bulk import renumber
from data.commands.governance import load_default_tree
from data.economy.condition import Ground
from data.economy.install import install_economy
from data.economy.plan import declared
from data.house import House
from data.ledgers.fields import Dictionary, dictionary
from data.ledgers.install import install_ledgers, ledger_plan
from data.life.actor import Actor
from data.queries.regions import region_of
from data.schema import chain_member, record, record_more
from data.scope import Scope
from tests.blank import blank_house
from tests.conftest import ENGINES

NOW = datetime(2024, 7, 2, 4, 0, tzinfo=UTC)
ALL = Scope(cells=Scope.guest().cells, clearance=2)
LOW = Scope(cells=Scope.guest().cells, clearance=1)
CLERK = Actor(name="惠企专员", role="agency", scope=ALL)
BIG = {"name": "甲", "trade": "footwear", "state": "open", "staff": 60.0, "vacancies": 45.0, "above": "yes"}
FIRMS: list[tuple[int, dict[str, Any], str]] = [
    (1, BIG | {"power": 15000.0, "credit": "91"}, " specialised "),
    (2, {"name": "乙", "trade": "footwear", "state": "idle", "staff": 30.0, "vacancies": 50.0, "above": "yes"}, " "),
    (3, {"name": "丙", "state": "open", "staff": 2.0, "power": 100.0, "capital": 5000.0, "address": "同楼"}, " wages "),
    (9, {"name": "丁", "state": "open", "staff": 80.0, "vacancies": 90.0, "export": 9000.0}, " foreign_trade "),
]
PROJECTS = [(1, "lead", 100.0), (2, "signed", 200.0), (9, "running", 300.0), (9, "dropped", 50.0)]


@pytest.fixture(params=ENGINES)
def blank(request: pytest.FixtureRequest, tmp_path) -> Iterator[House]:
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        with house.engine.begin() as connection:
            install_ledgers(connection, ledger_plan(Path("none")))
            install_economy(connection, declared(Path("none")))
            load_default_tree(connection)
            plant(connection)
        yield house


@pytest.fixture
def connection(blank: House) -> Iterator[Connection]:
    with blank.engine.begin() as connection:
        yield connection


@pytest.fixture
def known(connection: Connection) -> Dictionary:
    return dictionary(connection)


@pytest.fixture
def ground(connection: Connection, known: Dictionary) -> Ground:
    return Ground(known, region_of(connection, "", ALL), NOW, ALL)


def plant(connection: Connection) -> None:
    known = dictionary(connection)
    for n, (cell, values, member) in enumerate(FIRMS, 1):
        _record(connection, known, "enterprise", n, f"EN{n}", cell, values, member)
    for n, (cell, stage, total) in enumerate(PROJECTS, 1):
        values = {"name": f"项目{n}", "stage": stage, "total": total}
        _record(connection, known, "project", 10 + n, f"PR{n}", cell, values, " investment ")
    rows = [{"link_id": 1, "record_id": n, "cell_id": FIRMS[n - 1][0], "since": NOW} for n in (1, 2)]
    connection.execute(insert(chain_member), [row | {"provenance": "measured"} for row in rows])
    renumber(connection, record)


def _record(
    connection: Connection,
    known: Dictionary,
    subject: str,
    number: int,
    code: str,
    cell: int,
    values: dict[str, Any],
    member: str,
) -> None:
    row: dict[str, Any] = {str(known.fields[f"{subject}.{name}"].slot): value for name, value in values.items()}
    row |= {"id": number, "subject": subject, "cell_id": cell, "code": code, "member": member, "seq": 1}
    connection.execute(insert(record).values(row | {"as_of": NOW, "provenance": "measured"}))
    connection.execute(insert(record_more).values(record_id=number, more={}))
