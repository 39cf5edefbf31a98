"""A little city with the shipped ledgers and a few records in them, on each engine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from data.commands.bulk import renumber
from data.house import House
from data.ledgers.fields import Dictionary, dictionary
from data.ledgers.install import install_ledgers, ledger_plan
from data.life.actor import Actor
from data.schema import record, record_more
from data.scope import Scope
from tests.blank import blank_house
from tests.conftest import ENGINES

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ALL = Scope(cells=Scope.guest().cells, clearance=2)
CADRE = Actor(name="东一街道", role="duty_officer", scope=ALL)


@pytest.fixture(params=ENGINES)
def blank(request: pytest.FixtureRequest, tmp_path) -> Iterator[House]:
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        with house.engine.begin() as connection:
            install_ledgers(connection, ledger_plan(Path("none")))
            plant(connection)
        yield house


@pytest.fixture
def connection(blank: House) -> Iterator[Connection]:
    with blank.engine.begin() as connection:
        yield connection


@pytest.fixture
def known(connection: Connection) -> Dictionary:
    return dictionary(connection)


PEOPLE: list[tuple[int, dict[str, Any]]] = [
    (1, {"name": "居民-00001", "sex": "f", "birth": "1950-02-01", "visits": 4.0, "phone": "10000000001"}),
    (2, {"name": "居民-00002", "sex": "m", "birth": "1988-06-30", "visits": 0.0, "remark": "住校"}),
    (3, {"name": "100%_居民", "sex": "f", "birth": "2015-09-09", "income": 1200.5}),
    (9, {"name": "居民-00004", "sex": "f", "birth": "1939-12-31", "visits": 9.0, "illness": "diabetes"}),
]


def plant(connection: Connection) -> None:
    """Four people in two towns; the first and the last are in the ledger of the elderly too."""
    known = dictionary(connection)
    for n, (cell, values) in enumerate(PEOPLE, 1):
        fields = {known.fields[f"person.{name}"]: value for name, value in values.items()}
        row: dict[str, Any] = {one.slot: value for one, value in fields.items() if one.slot}
        elderly = n in (1, 4)
        row |= {"id": n, "subject": "person", "cell_id": cell, "code": f"PE{n}", "seq": 1, "as_of": NOW}
        row |= {"member": " elderly " if elderly else " ", "provenance": "measured"}
        connection.execute(insert(record).values(row))
        more = {one.code: value for one, value in fields.items() if not one.slot}
        more |= {"elderly.found": "urgent", "elderly.amount": 300.0} if n == 4 else {}
        connection.execute(insert(record_more).values(record_id=n, more=more))
    renumber(connection, record)
