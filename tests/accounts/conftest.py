"""Outside the demo: an empty toy city on each engine, where people have to sign in, and nobody is."""

from collections.abc import Iterator

import pytest

from tests.conftest import ENGINES, _admin, _database, _number
from tests.http.conftest import Desk, _copied, _opened, empty_postgres, empty_sqlite  # noqa: F401


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path, toy_dir) -> Iterator[Desk]:
    if request.param == "sqlite":
        yield from _opened(toy_dir, _copied(request.getfixturevalue("empty_sqlite"), tmp_path), seat=False)
        return
    postgres, name = request.getfixturevalue("postgres"), f"seats{next(_number)}"
    _admin(postgres, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('empty_postgres')}")
    yield from _opened(toy_dir, _database(postgres, name), seat=False)
    _admin(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def lone_desk(tmp_path, toy_dir, empty_sqlite) -> Iterator[Desk]:  # noqa: F811
    yield from _opened(toy_dir, _copied(empty_sqlite, tmp_path), seat=False)
