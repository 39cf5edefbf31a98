"""A real toy city without an event in it, once on each engine."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection

from data.engine import make_engine
from data.house import House, open_house
from data.life.actor import Actor
from data.ready import make_ready
from data.scope import Scope
from tests.conftest import ENGINES, _admin, _database, _number, toy_settings

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def _ready(toy_dir: Path, url: str) -> None:
    engine = make_engine(url)
    make_ready(engine, toy_settings(toy_dir, url, demo=False))
    engine.dispose()


@pytest.fixture(scope="session")
def empty_sqlite(toy_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    _ready(toy_dir, f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def empty_postgres(toy_dir: Path, postgres: str) -> str:
    name = f"emptytoy{next(_number)}"  # other folders borrow the fixture: each has its own
    _admin(postgres, f"CREATE DATABASE {name}")
    _ready(toy_dir, _database(postgres, name))
    return name


@pytest.fixture(params=ENGINES)
def real(request: pytest.FixtureRequest, toy_dir: Path, tmp_path: Path) -> Iterator[House]:
    """A fresh house of the empty city."""
    name = f"intake{next(_number)}"
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('empty_sqlite'), tmp_path / 'toy.db')}"
    else:
        postgres, template = request.getfixturevalue("postgres"), request.getfixturevalue("empty_postgres")
        _admin(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
        url = _database(postgres, name)
    home = open_house(toy_settings(toy_dir, url, demo=False), Flask("real"))
    yield home
    home.engine.dispose()
    if request.param != "sqlite":
        _admin(request.getfixturevalue("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def connection(real: House) -> Iterator[Connection]:
    with real.engine.begin() as connection:
        yield connection


@pytest.fixture
def actor() -> Actor:
    return Actor(name="测试来源", role="system", scope=Scope.guest())
