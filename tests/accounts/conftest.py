"""Outside the demo: an empty toy city on each engine, where people have to sign in, and nobody is."""

import shutil
from collections.abc import Iterator
from functools import partial

import pytest

from data.accounts import passwords
from tests.conftest import SHIPPED
from tests.http.conftest import Desk, opened


@pytest.fixture
def desk(empty_url, toy_dir) -> Iterator[Desk]:
    yield from opened(toy_dir, empty_url, seat=False)


@pytest.fixture
def lone_desk(tmp_path, toy_dir, empty_sqlite) -> Iterator[Desk]:
    yield from opened(toy_dir, f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'desk.db')}", seat=False)


@pytest.fixture
def hard_passwords(monkeypatch) -> None:
    """Hashed as outside tests."""
    monkeypatch.setattr(passwords, "HASHER", SHIPPED)
    monkeypatch.setattr(passwords, "nobody", partial(str, SHIPPED.hash("nobody")))
