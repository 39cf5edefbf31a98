"""Houses for the tests of queries."""

from collections.abc import Iterator

import pytest

from data.house import House
from tests.conftest import ENGINES
from tests.databases import copied
from tests.lived_city import lived_house


@pytest.fixture(scope="session", params=ENGINES)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A little city whose events have lived, once on each engine; for reading only."""
    if request.param == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path_factory.mktemp('lived') / 'lived.db'}")
        return
    with copied(request.getfixturevalue("postgres")) as url:
        yield from _opened(url)


def _opened(url: str) -> Iterator[House]:
    home = lived_house(url)
    yield home
    home.engine.dispose()
