"""A toy city, and exercises prepared from it: each in a database of its own beside the city's."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, make_url, select, text

from data.exercise.kept import own_url
from data.exercise.plan import planned
from data.exercise.player import play_next
from data.exercise.prepare import Planner, prepare
from data.exercise.scenario import Scenario, files, parse, read
from data.house import House, open_house
from data.schema import metadata
from data.settings import Settings
from tests.apps import app_on
from tests.conftest import toy_settings

SHOWER = """
name: 一阵雨
about: 测试用
starts: 2024-06-18T13:00
length: 2h
places: {town: {town: 1}, low: {station: waterlog}, gauge: {station: rain}}
rain:
  - {kind: fixed, at: town, reach_km: 20, mm_per_h: [[0m, 0], [10m, 90], [50m, 90], [1h, 0]]}
traces:
  - {at: low, quantity: depth, points: [[0m, 0], [20m, 30], [40m, 70], [1h, 20], [1h30m, 0]]}
events:
  - {after: 15m, title: 路面积水, category: flood, leaf: flood.road.water, at: low, text: 没过脚踝}
notes:
  - {after: 0m, text: 开始}
  - {after: 30m, text: 请确认预警}
"""
_printed: dict[str, dict[str, str]] = {}  # digest of a file: those of its rows


@dataclass
class Exercise:
    """A prepared exercise: its house, an app on the same database, and the city it was made from."""

    code: str
    house: House
    city: House
    settings: Settings
    borrowed: ExitStack

    @cached_property
    def app(self) -> Flask:
        return self.borrowed.enter_context(app_on(self.settings))

    def play(self, moments: int = 10_000) -> int:
        """Play the next moments at once, whatever the clock says; how many there were."""
        steps = (play_next(self.house.engine, at_once=True) for _ in range(moments))
        return sum(1 for _ in itertools.takewhile(bool, steps))


@pytest.fixture
def city(database_url: str, toy_dir: Path, tmp_path: Path) -> Iterator[House]:
    """The toy city on each engine, with a folder for its exercises."""
    with city_opened(toy_settings(toy_dir, database_url, exercises_dir=tmp_path / "exercises")) as home:
        yield home


@pytest.fixture
def lone_city(sqlite_url: str, toy_dir: Path, tmp_path: Path) -> Iterator[House]:
    """The same on SQLite."""
    with city_opened(toy_settings(toy_dir, sqlite_url, exercises_dir=tmp_path / "exercises")) as home:
        yield home


@contextmanager
def city_opened(settings: Settings) -> Iterator[House]:
    home = open_house(settings, Flask("city"))
    yield home
    home.engine.dispose()


@pytest.fixture
def opened(sqlite_tables: Path) -> Iterator[Callable[..., Exercise]]:
    """`opened(city, scenario or planner, code)`: that exercise, prepared and opened."""
    with ExitStack() as made:
        yield partial(prepared, made, sqlite_tables)


def prepared(
    made: ExitStack, tables: Path, city: House, what: Scenario | Planner, code: str = "shower", url: str = ""
) -> Exercise:
    """That exercise, open until `made` is closed."""
    planner = (lambda _real, own: planned(own, what, {})) if isinstance(what, Scenario) else what
    url = url or own_url(city.settings, code)
    _lay(tables, url)
    prepare(city.engine, city.settings, code, url, planner, quiet=True)
    settings = city.settings.model_copy(update={"exercise": code, "database_url": url})
    one = Exercise(code, open_house(settings, Flask(code)), city, settings, made)
    made.callback(one.house.engine.dispose)
    return one


def _lay(tables: Path, url: str) -> None:
    """Where there is no such SQLite file yet: else each exercise runs all migrations, as others do on both engines."""
    path = Path(make_url(url).database or "")
    if url.startswith("sqlite") and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tables, path)


@pytest.fixture(scope="module")
def shown(
    sqlite_template: Path,
    sqlite_tables: Path,
    toy_dir: Path,
    shower: Scenario,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Exercise]:
    """An exercise under way on SQLite, for those that only look."""
    folder = tmp_path_factory.mktemp("shown")
    url = f"sqlite:///{shutil.copy(sqlite_template, folder / 'toy.db')}"
    with ExitStack() as made:
        city = made.enter_context(city_opened(toy_settings(toy_dir, url, exercises_dir=folder / "exercises")))
        one = prepared(made, sqlite_tables, city, shower)
        one.play(9)
        yield one


@pytest.fixture(scope="session")
def shower() -> Scenario:
    return parse(SHOWER, "shower.yaml")


def shipped(code: str) -> Scenario:
    return read(files(Path("none"))[code])


def print_of(engine: Engine) -> dict[str, str]:
    """A digest of every row of every table, of each value the whole: the same only while nothing at all has changed."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            return _digests(connection)
        raw = connection.connection.driver_connection
        assert raw is not None
        file = sha256(raw.serialize()).hexdigest()  # of the same bytes, rows need not be read again
        if file not in _printed:
            _printed[file] = _digests(connection)
        return _printed[file]


def _digests(connection: Connection) -> dict[str, str]:
    found = {}
    for table in metadata.sorted_tables:
        order = table.primary_key.columns.values()
        rows = connection.execute(select(text("*")).select_from(table).order_by(*order)).all()  # as they are kept
        found[table.name] = sha256("\n".join(map(repr, map(tuple, rows))).encode()).hexdigest()
    return found
