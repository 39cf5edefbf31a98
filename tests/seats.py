"""Accounts for tests, and clients that are signed in as they are in a browser: by the form, with a cookie."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_login import login_user

from data.accounts.account import account_of, account_rows
from data.commands.accounts import Seat, add_account
from data.engine import writing
from data.house import EXTENSION, House
from data.schema import account

PASSWORD = "Kestrel-42-harbour"
HERE = {"Sec-Fetch-Site": "same-origin"}  # what a browser says of requests of our own pages


def add(
    house: House,
    login: str,
    role: str,
    *,
    region: str = "",
    regions: tuple[str, ...] = (),
    chosen: bool = True,
    **more: Any,
) -> str:
    """An account with PASSWORD, of one region or several; `chosen`: its holder chose it already."""
    with writing(house.engine) as connection:
        seat = Seat(name=more.pop("name", login), role=role, regions=regions or ((region,) if region else ()), **more)
        add_account(connection, login, seat, datetime.now(UTC), password=PASSWORD)
        if chosen:
            connection.execute(account.update().where(account.c.login == login).values(must_change=False))
    return login


def token_of(client: FlaskClient, path: str = "/login") -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)[1]


def enter(client: FlaskClient, login: str, password: str = PASSWORD, there: str = "/login") -> Any:
    """The form of /login, filled and sent."""
    told = {"login": login, "password": password, "csrf_token": token_of(client)}
    return client.post(there, data=told, headers=HERE)


def signed_in(app: Flask, login: str, role: str, **more: Any) -> FlaskClient:
    """A client of its own with a session of a new account."""
    add(app.extensions[EXTENSION], login, role, **more)
    client = app.test_client()
    assert enter(client, login).status_code == 303
    return client


@contextmanager
def sitting(app: Flask, login: str, path: str = "/") -> Iterator[None]:
    """A request of this account, for what is called within one."""
    with app.extensions[EXTENSION].engine.connect() as connection:
        row = connection.execute(account_rows().where(account.c.login == login)).mappings().one()
        one = account_of(connection, row)
    with app.test_request_context(path):
        login_user(one)
        yield
