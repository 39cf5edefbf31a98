"""A city of the demo whose desk of dispatch is used: what its tests share."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from callbacks.dispatch_order import act, draw_order
from data.commands.dispatch_screens import act_on_dispatch
from data.commands.revisions import bump
from data.dispatch.board import Asking, board_of
from data.dispatch.worker import settle
from data.house import open_house
from data.schema import audit, dispatch, outbox, responder, task
from data.scope import Scope
from tests.called import on
from tests.conftest import toy_settings
from tests.dispatch.town import people, rows

KEY = "0123456789abcdef01234567"
LATER = timedelta(seconds=16)


@pytest.fixture(scope="module")
def demo(sqlite_template, toy_dir, tmp_path_factory):
    """One city of the demo for the file; every test brings a flood of its own."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("column") / "one.db")
    app = Flask("column")
    house = open_house(toy_settings(toy_dir, f"sqlite:///{path}"), app)
    people(house, 24)
    yield app, house
    house.engine.dispose()


@pytest.fixture
def house(demo):
    """Everybody is free again, and nothing of the last test is under way."""
    house = demo[1]
    with house.engine.begin() as connection:
        now = house.clock.now()
        connection.execute(update(task).values(ended_at=now, state="cancelled").where(task.c.ended_at.is_(None)))
        connection.execute(update(dispatch).values(state="cancelled").where(dispatch.c.ended_at.is_(None)))
        connection.execute(update(outbox).values(state="dropped"))
    return house


def board(house, event, **more):
    return board_of(house, on(house, event), Asking(scope=Scope.guest(), **more))


def sends(house, event, number=1, role="duty_officer", **more):
    chosen = [pick.code for pick in board(house, event).recommended]
    told = {"act": "send", "on": on(house, event), "seq": 0, "key": f"{KEY}{event}", "responders": chosen}
    return act_on_dispatch(house, told | more, role, number)


def orders_on(house, event):
    return rows(house, dispatch, dispatch.c.event_id == event)


def made_final(house):
    settle(house, datetime.now(UTC) + LATER)


def rows_of_log(house):
    with house.engine.connect() as connection:
        return list(connection.execute(select(audit).order_by(audit.c.n)).all())


def seen(house, code, at):
    with house.engine.begin() as connection:
        bump(connection, "responders")
        connection.execute(update(responder).where(responder.c.code == code).values(seen_at=at))


def drawn_of(demo, event, **more):
    app, house = demo
    with app.app_context():
        told = draw_order({"on": on(house, event), "role": "duty_officer", "number": 1, "lang": "zh"} | more)
    assert "refused" not in told, told
    return told["parts"]


def acts(demo, **sent):
    with demo[0].app_context():
        return act({"role": "duty_officer", "number": 1, "lang": "zh", "sign": "s"} | sent)
