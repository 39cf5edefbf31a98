"""A toy city, and exercises prepared from it: each in a database of its own beside the city's."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app import create_app
from data.exercise.kept import own_url
from data.exercise.plan import planned
from data.exercise.player import play_next
from data.exercise.prepare import Planner, prepare
from data.exercise.scenario import Scenario, files, parse, read
from data.house import House, open_house
from data.schema import metadata
from data.settings import Settings
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


@dataclass
class Exercise:
    """A prepared exercise: its house, an app on the same database, and the city it was made from."""

    code: str
    house: House
    city: House
    settings: Settings

    @cached_property
    def app(self) -> Flask:
        return create_app(self.settings)

    def play(self, moments: int = 10_000) -> int:
        """Play the next moments at once, whatever the clock says; how many there were."""
        steps = (play_next(self.house.engine, at_once=True) for _ in range(moments))
        return sum(1 for _ in itertools.takewhile(bool, steps))


@pytest.fixture
def city(database_url: str, toy_dir: Path, tmp_path: Path) -> Iterator[House]:
    """The toy city on each engine, with a folder for its exercises."""
    yield from _opened(toy_settings(toy_dir, database_url, exercises_dir=tmp_path / "exercises"))


@pytest.fixture
def lone_city(sqlite_url: str, toy_dir: Path, tmp_path: Path) -> Iterator[House]:
    """The same on SQLite."""
    yield from _opened(toy_settings(toy_dir, sqlite_url, exercises_dir=tmp_path / "exercises"))


def _opened(settings: Settings) -> Iterator[House]:
    home = open_house(settings, Flask("city"))
    yield home
    home.engine.dispose()


@pytest.fixture
def opened() -> Iterator[Callable[..., Exercise]]:
    """`opened(city, scenario or planner, code)`: that exercise, prepared and opened."""
    made: list[Exercise] = []

    def open_(city: House, what: Scenario | Planner, code: str = "shower", url: str = "") -> Exercise:
        planner = (lambda _real, own: planned(own, what, {})) if isinstance(what, Scenario) else what
        url = url or own_url(city.settings, code)
        prepare(city.engine, city.settings, code, url, planner, quiet=True)
        settings = city.settings.model_copy(update={"exercise": code, "database_url": url})
        made.append(Exercise(code, open_house(settings, Flask(code)), city, settings))
        return made[-1]

    yield open_
    for one in made:
        one.house.engine.dispose()


@pytest.fixture
def shower() -> Scenario:
    return parse(SHOWER, "shower.yaml")


def shipped(code: str) -> Scenario:
    return read(files(Path("none"))[code])


def print_of(engine: Engine) -> dict[str, str]:
    """A digest of every row of every table: the same only while nothing at all has changed."""
    found = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            order = table.primary_key.columns.values()
            text = "\n".join(repr(tuple(row)) for row in connection.execute(select(table).order_by(*order)))
            found[table.name] = sha256(text.encode()).hexdigest()
    return found
