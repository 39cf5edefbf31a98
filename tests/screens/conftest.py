"""Outside the demo: an empty toy city, a duty officer who steers, and screens that enter by their tokens."""

import shutil
from collections.abc import Iterator

import pytest

from tests.http.conftest import opened
from tests.screens.hall import Hall


@pytest.fixture
def hall(empty_url, toy_dir) -> Iterator[Hall]:
    """On each engine."""
    for desk in opened(toy_dir, empty_url, seat=False):
        yield Hall(desk.app)


@pytest.fixture
def lone_hall(tmp_path, toy_dir, empty_sqlite) -> Iterator[Hall]:
    for desk in opened(toy_dir, f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'hall.db')}", seat=False):
        yield Hall(desk.app)
