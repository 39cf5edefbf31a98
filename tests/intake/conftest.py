"""A real toy city without an event in it, once on each engine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection

from data.house import House, open_house
from data.life.actor import Actor
from data.scope import Scope
from tests.conftest import toy_settings

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def real(empty_url: str, toy_dir: Path) -> Iterator[House]:
    """A fresh house of the empty city."""
    home = open_house(toy_settings(toy_dir, empty_url, demo=False), Flask("real"))
    yield home
    home.engine.dispose()


@pytest.fixture
def connection(real: House) -> Iterator[Connection]:
    with real.engine.begin() as connection:
        yield connection


@pytest.fixture
def actor() -> Actor:
    return Actor(name="测试来源", role="system", scope=Scope.guest())
