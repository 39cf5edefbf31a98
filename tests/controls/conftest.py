"""A blank city with waterworks, on each engine."""

import pytest

from tests.blank import blank_house
from tests.conftest import ENGINES
from tests.controls.waterworks import waterworks


@pytest.fixture(params=ENGINES)
def house(request, tmp_path):
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, server) as house:
        yield house


@pytest.fixture
def lone_house(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        yield house


@pytest.fixture
def gauges(house):
    return waterworks(house)
