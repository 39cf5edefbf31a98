"""A blank city with people to send, on each engine."""

import pytest
from flask import Flask

from data.house import open_house
from tests.blank import blank_house
from tests.conftest import ENGINES, toy_settings
from tests.dispatch.town import people
from tests.http.conftest import desk, lone_desk

__all__ = ["desk", "lone_desk"]


@pytest.fixture(params=ENGINES)
def house(request, tmp_path):
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, server) as house:
        people(house)
        yield house


@pytest.fixture
def lone_house(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        people(house)
        yield house


@pytest.fixture
def house_of_the_demo(sqlite_url, toy_dir):
    house = open_house(toy_settings(toy_dir, sqlite_url), Flask("demo"))
    yield house
    house.engine.dispose()
