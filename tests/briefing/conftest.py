"""A blank city, on each engine, and people who brief in it."""

import pytest

from tests.blank import blank_house
from tests.conftest import ENGINES
from tests.http.conftest import desk, lone_desk

__all__ = ["desk", "lone_desk"]


@pytest.fixture(params=ENGINES)
def house(request, tmp_path):
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, server) as house:
        yield house


@pytest.fixture
def lone_house(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        yield house
