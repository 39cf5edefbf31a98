"""A real, empty toy city behind the doors, and a sender with a key."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from data.accounts.sessions import begin
from data.commands.accounts import Seat, add_account
from data.commands.senders import add_sender
from data.house import EXTENSION, House
from data.schema import account
from tests.apps import app_on
from tests.conftest import toy_settings


@dataclass
class Desk:
    """An HTTP client that knows a key."""

    app: Flask
    client: FlaskClient
    house: House
    key: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def post(self, path: str, body: Any, **headers: str) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        named = self.bearer | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, data=data, content_type="application/json", headers=named)

    def put(self, path: str, body: Any) -> Any:
        return self.client.put(path, data=json.dumps(body), content_type="application/json", headers=self.bearer)

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=self.bearer, buffered=True)

    def sender(self, name: str, role: str, region: str = "") -> "Desk":
        """The same house, spoken to by another sender."""
        key = new_key(self.house.engine, name, role, region)
        return Desk(self.app, self.client, self.house, key)


def onlooker(house: House) -> int:
    """The number of an account that may see the whole city and nothing about people."""
    with house.engine.begin() as connection:
        seat = Seat(name="汇报员", role="presenter")
        add_account(connection, "onlooker", seat, datetime.now(UTC), of=("tests", "onlooker"))
        return connection.scalar(select(account.c.id).where(account.c.login == "onlooker"))


def sit(client: FlaskClient, app: Flask, account_id: int) -> None:
    """Give this client a session of the account."""
    with app.extensions[EXTENSION].engine.begin() as connection:
        token = begin(connection, account_id, "127.0.0.1", datetime.now(UTC), 1)
    with client.session_transaction() as kept:
        kept["_user_id"] = token


def new_key(engine: Engine, name: str, role: str = "system", region: str = "") -> str:
    with engine.begin() as connection:
        return add_sender(connection, name, region_code=region, source="hotline", role=role, now=datetime.now(UTC))


@pytest.fixture
def desk(empty_url: str, toy_dir: Path) -> Iterator[Desk]:
    """An empty toy city on each engine, its app, and a sender of role system for the whole city."""
    yield from opened(toy_dir, empty_url)


@pytest.fixture
def lone_desk(tmp_path: Path, toy_dir: Path, empty_sqlite: Path) -> Iterator[Desk]:
    """The same on SQLite, for what does not depend on the engine."""
    yield from opened(toy_dir, f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'desk.db')}")


def opened(toy_dir: Path, url: str, *, seat: bool = True) -> Iterator[Desk]:
    """`seat`: who reads without the key is signed in as a presenter, cleared for nothing about people."""
    with app_on(toy_settings(toy_dir, url, demo=False)) as app, app.test_client() as client:
        house = app.extensions[EXTENSION]
        if seat:
            sit(client, app, onlooker(house))
        yield Desk(app, client, house, new_key(house.engine, "热线平台"))
