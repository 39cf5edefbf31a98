"""A little city with a few indicators of its own, once on each engine."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from data.house import House
from tests.blank import blank_house
from tests.conftest import ENGINES
from tests.indicators.offices import HEAD, NOW, define


@pytest.fixture(params=ENGINES)
def blank(request: pytest.FixtureRequest, tmp_path) -> Iterator[House]:
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        yield house


@pytest.fixture
def connection(blank: House) -> Iterator[Connection]:
    """Output and people, told town by town; what a head makes is calculated."""
    with blank.engine.begin() as connection:
        define(connection, code="output", name_zh="总产值", unit="万元", roll="sum")
        define(connection, code="people", name_zh="就业人数", unit="人", roll="sum")
        yield connection


@pytest.fixture
def head():
    return HEAD


@pytest.fixture
def now():
    return NOW
