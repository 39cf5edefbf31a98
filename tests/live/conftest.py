"""A toy city that is served by two real worker processes, on each engine, and with Redis."""

import json
import shutil
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from data.clock import Clock
from data.engine import make_engine
from data.house import EXTENSION
from data.sweeper import sweep_minute
from tests.apps import app_on
from tests.conftest import toy_settings
from tests.databases import copied
from tests.http.conftest import new_key
from tests.live.screens import Screen
from tests.server import serving
from tests.toycity import TOY


@dataclass
class Served:
    """Where it is served, its database, and a key for the whole of it."""

    url: str
    engine: Engine
    key: str

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def get(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return json.load(answer)

    def screen(self, key: str = "", last: str = "") -> Screen:
        """One that has heard how everything stands."""
        one = Screen(self.url, key, last)
        if one.status == 200:
            one.wait("revisions")
        return one


@contextmanager
def city_served(toy_dir: Path, url: str, **more: str) -> Iterator[Served]:
    told = {"YITU_CITY": TOY, "YITU_CITIES_DIR": str(toy_dir), "YITU_DATABASE_URL": url, "WEB_CONCURRENCY": "2"}
    told |= {"YITU_DEMO_FEED": "false", "YITU_DEMO_CLOCK": "false"}
    engine = make_engine(url)
    sweep_minute(engine, Clock(engine, toy_settings(toy_dir, url)).now())  # the only minute: the clock stands
    with serving(Path("unused"), **(told | more)) as where:
        yield Served(where, engine, new_key(engine, "热线平台"))
    engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "sqlite and redis", "postgresql and redis"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, toy_dir: Path) -> Iterator[Served]:
    kind, _and, redis = request.param.partition(" and ")
    more = {"YITU_REDIS_URL": request.getfixturevalue("redis_url")} if redis else {}
    if kind == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path_factory.mktemp("live") / "toy.db")
        with city_served(toy_dir, f"sqlite:///{path}", **more) as one:
            yield one
        return
    postgres, template = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template")
    with copied(postgres, template) as url, city_served(toy_dir, url, **more) as one:
        yield one


@pytest.fixture(scope="module")
def three_places(tmp_path_factory: pytest.TempPathFactory, toy_dir: Path, sqlite_template: Path) -> Iterator[Served]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('small') / 'small.db')}"
    with city_served(toy_dir, url, WEB_CONCURRENCY="1", YITU_LIVE_SCREENS="3") as one:
        yield one


@pytest.fixture
def small(three_places: Served) -> Iterator[Served]:
    """One process with three places; all are free."""
    yield three_places
    time.sleep(0.3)  # as long as the places may take to be free again


@pytest.fixture
def lone(tmp_path: Path, toy_dir: Path, sqlite_template: Path) -> Iterator[tuple[Flask, str]]:
    """The same city outside the demo, and a key to it."""
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'lone.db')}"
    with app_on(toy_settings(toy_dir, url, demo=False)) as app:
        yield app, new_key(app.extensions[EXTENSION].engine, "热线平台")
