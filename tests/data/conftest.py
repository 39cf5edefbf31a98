"""Houses for the tests of queries."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.house import House
from tests.conftest import ENGINES
from tests.databases import copied, sqlite_once, template
from tests.lived_city import lived_house, open_lived


@pytest.fixture(params=ENGINES)
def lived(request: pytest.FixtureRequest) -> House:
    """A little city whose events have lived, once on each engine; for reading only."""
    return request.getfixturevalue(f"lived_{request.param}")


@pytest.fixture(scope="session")
def lived_sqlite(shared: Path) -> Iterator[House]:
    yield from _opened(f"sqlite:///{sqlite_once(shared / 'lived.db', _fill)}")


@pytest.fixture(scope="session")
def lived_postgresql(postgres: str) -> Iterator[House]:
    with copied(postgres, template(postgres, "lived", _fill)) as url:
        yield from _opened(url)


def _fill(url: str) -> None:
    lived_house(url).engine.dispose()


def _opened(url: str) -> Iterator[House]:
    home = open_lived(url)
    yield home
    home.engine.dispose()
