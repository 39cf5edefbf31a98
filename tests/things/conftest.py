"""A little city without things in it, once on each engine, and people who keep its registers."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from data.house import House
from data.life.actor import Actor
from data.scope import Scope
from tests.blank import blank_house
from tests.conftest import ENGINES
from tests.intake.conftest import real  # noqa: F401
from tests.things.registers import KEEPER


@pytest.fixture(params=ENGINES)
def blank(request: pytest.FixtureRequest, tmp_path) -> Iterator[House]:
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        yield house


@pytest.fixture
def connection(blank: House) -> Iterator[Connection]:
    with blank.engine.begin() as connection:
        yield connection


@pytest.fixture
def keeper() -> Actor:
    return KEEPER


@pytest.fixture
def townsman() -> Actor:
    """Somebody of the first eight cells."""
    return Actor(name="东镇", role="agency", scope=Scope(cells=((1, 8),), clearance=1))
