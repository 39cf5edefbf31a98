"""Houses for the tests of queries."""

from collections.abc import Iterator

import pytest

from data.house import House
from tests.conftest import ENGINES, _admin, _database
from tests.lived_city import lived_house


@pytest.fixture(scope="session", params=ENGINES)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A little city whose events have lived, once on each engine; for reading only."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('lived') / 'lived.db'}"
    else:
        postgres = request.getfixturevalue("postgres")
        _admin(postgres, "CREATE DATABASE lived")
        url = _database(postgres, "lived")
    home = lived_house(url)
    yield home
    home.engine.dispose()
    if request.param != "sqlite":
        _admin(request.getfixturevalue("postgres"), "DROP DATABASE lived WITH (FORCE)")
