"""Dispatch over 10,000 responders: a recommendation, from the click to the receipt row, and who may."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask, session
from sqlalchemy import select

from data.accounts.sessions import begin
from data.acting import acting, looking
from data.commands.dispatch_life import finalize
from data.commands.dispatch_order import NewDispatch, order
from data.commands.dispatch_receipts import Told, receive
from data.commands.plans import install_plans
from data.commands.revisions import bump
from data.demo.recipe import demo_recipe
from data.demo.responders import clear_responders, seed_responders
from data.dispatch.recommend import recommend
from data.doors.gate import open_gate
from data.engine import writing
from data.facts.load import published
from data.house import House, open_house
from data.life.actor import Actor
from data.queries.subjects import event_subject
from data.schema import account, event, task
from data.scope import Scope
from data.settings import Settings
from tests.bench.figures import say, tell
from tests.seats import add

MANY, CLICKS, CHECKS, LOOKED_UP = 10_000, 30, 5_000, 15
OFFICER = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
THERE = Actor(name="现场", role="system", scope=Scope.guest())


def measure(url: str) -> None:
    """On a copy of the city at `url`."""
    with TemporaryDirectory() as folder:
        server = Flask("bench")
        house = open_house(_settings(url, Path(folder)), server)
        _people(house)
        ids = _events(house)
        _recommend(house, ids)
        _click(house, ids)
        _permission(server, house)
        house.engine.dispose()


def _settings(url: str, folder: Path) -> Settings:
    copy = folder / "bench.db"
    copy.write_bytes(Path(url.removeprefix("sqlite:///")).read_bytes())
    return Settings(database_url=f"sqlite:///{copy}", demo_feed=False, _env_file=None)


def _people(house: House) -> None:
    """So many about the towns that there are 10,000 in all."""
    recipe = demo_recipe(house.settings.cities_dir / house.settings.city, published())
    with writing(house.engine) as connection:
        install_plans(connection, house.clock.now())
        clear_responders(connection)
        base = seed_responders(connection, recipe, 1, scale=0.001)
        clear_responders(connection)
        per = seed_responders(connection, recipe, 1) - base
        clear_responders(connection)
        total = seed_responders(connection, recipe, 1, scale=MANY / per)
    say("dispatch, responders", "rows", total, target=MANY, least=True)


def _events(house: House) -> list[int]:
    with house.engine.connect() as connection:
        query = select(event.c.id).where(event.c.ended_at.is_(None), event.c.category == "flood")
        return list(connection.scalars(query.order_by(event.c.reported_at.desc()).limit(200)))


def _recommend(house: House, ids: list[int]) -> None:
    spent = []
    for number in ids[:100]:
        with writing(house.engine) as connection:
            bump(connection, "responders")  # somebody has moved: nothing of the last one holds
        began = time.perf_counter()
        with house.engine.connect() as connection:
            subject = event_subject(connection, number, OFFICER.scope)
            recommend(connection, subject, OFFICER.scope, house.clock.now())
        spent.append((time.perf_counter() - began) * 1000)
    tell("dispatch, recommendation over 10,000 responders, each after a move", "ms", spent, target=80)


def _click(house: House, ids: list[int]) -> None:
    """One click to the order with its tasks on the disk; and a receipt to its row."""
    spent, told, now = [], [], house.clock.now()
    for number in ids[:CLICKS]:
        began = time.perf_counter()
        with writing(house.engine) as connection:
            order(connection, NewDispatch(key=str(number), seq=0, event=number), OFFICER, now, datetime.now(UTC))
        spent.append((time.perf_counter() - began) * 1000)
    with writing(house.engine) as connection:
        finalize(connection, now, datetime.now(UTC) + timedelta(seconds=16))
        codes = connection.scalars(select(task.c.code).where(task.c.state == "sent").limit(CLICKS * 2)).all()
    for code in codes:
        began = time.perf_counter()
        with writing(house.engine) as connection:
            receive(connection, house.settings.photos_dir, Told(task=code, what="accepted"), THERE, now)
        told.append((time.perf_counter() - began) * 1000)
    tell("dispatch, order to the rows of its receipts, without HTTP", "ms", spent, target=150)
    tell("dispatch, receipt to its row", "ms", told, target=150)


def _permission(server: Flask, house: House) -> None:
    """The first check of a request: whose session it is, as whom it acts, and whether that cell is his.

    Asked anew within a second the session is known; later it is looked up.
    """
    open_gate(server, house)
    login = add(house, "bench", "duty_officer")
    with writing(house.engine) as connection:
        number = connection.scalar(select(account.c.id).where(account.c.login == login))
        token = begin(connection, number, "", datetime.now(UTC), 1.0)
    spent = [_check(server, house, token, cell) for cell in range(1, CHECKS + 1)]
    tell("dispatch, permission check, session known", "ms", spent, target=0.1)
    spent = []
    for cell in range(1, LOOKED_UP + 1):
        time.sleep(1.05)
        spent.append(_check(server, house, token, cell))
    tell("dispatch, permission check, session looked up", "ms", spent)


def _check(server: Flask, house: House, token: str, cell: int) -> float:
    with server.test_request_context("/"):
        session["_user_id"] = token
        began = time.perf_counter()
        assert acting(house, "leader").scope.covers(cell, cell) and looking(house).touches(cell, cell)
        return (time.perf_counter() - began) * 1000
