"""Door numbers of events are read by those who are cleared to know people, and by nobody else, whatever is asked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from data.accounts.sessions import sittings
from data.commands.dispatch_order import NewDispatch, order
from data.commands.root_cases import open_root
from data.engine import writing
from data.house import EXTENSION
from data.life.actor import Actor
from data.queries.alarms_told import Position, alarms_between, newest
from data.queries.dispatches import dispatch_whole, task_whole
from data.queries.event_detail import detail
from data.schema import account, alarm, event, task
from data.scope import Scope
from tests.scope.conftest import HOME, Opened, planted_home
from tests.scope.plant import Place
from tests.scope.reads import GENERAL, REGIONAL, SINGLE, names_of
from tests.scope.screen import Screen

NUMBER, PLACE = "97318642", "玩具路97318642号门前"  # longer than any code, which could hold it by chance
OPEN = (  # where an address is told: to the duty officer it must be whole
    "GET /api/v1/events?",
    "GET /api/v1/events.csv",
    "GET /api/v1/events/{event_id}",
    "GET /open311/v2/requests/{event}.json",
    "callback event-drawn",
    "callback queue-drawn",
    "callback case-drawn.data ({'view': '', 'on': 'event-{event_id}'",
    "callback room-drawn",
)
QUIET = ("things", "stations", "storms", "panel ", "GET /api/v1/panels", "page /panel", "map/", "regions", "tokens")
TOLD = ("ticker", "backlog", "repeated", "topical")  # panels that name places


@pytest.fixture(scope="module")
def place(opened: Opened) -> Iterator[tuple[Flask, Place]]:
    """All events lie at one door; the planted ones were reported again and again there, and told as alarms."""
    app = opened("doors")
    here, home = planted_home(app), app.extensions[EXTENSION]
    with writing(home.engine) as connection:
        one = here.number(connection, "event_id")
        connection.execute(update(event).values(place=PLACE))
        _again(connection, one)
        told = {"kind": "event", "ref": one, "level": 1, "at": home.clock.now()}
        connection.execute(insert(alarm).values(told))
        actor = Actor(name="值班", role="duty_officer", scope=Scope.guest())
        open_root(connection, one, actor, home.clock.now())
    yield app, here


def _again(connection, one: int) -> None:
    row = connection.execute(select(event).where(event.c.id == one)).mappings().one()
    others = connection.scalars(select(event.c.id).where(event.c.id != one, event.c.ended_at.is_not(None)).limit(4))
    same = {name: row[name] for name in ("category", "leaf", "lon", "lat", "cell_id", "provenance")}
    for n, other in enumerate(others, start=1):
        at = row["reported_at"] - timedelta(days=2 * n)
        times = {"reported_at": at, "closed_at": at + timedelta(days=1), "ended_at": at + timedelta(days=1)}
        connection.execute(update(event).where(event.c.id == other).values(same | times | {"stage": "closed"}))


def _screen(app: Flask, clearance: int) -> Screen:
    screen = Screen(app, "duty_officer", HOME, departments=("*",) * (clearance + 1))
    with writing(screen.house.engine) as connection:
        mine = account.c.login == screen.login
        connection.execute(update(account).where(mine).values(clearance=clearance))
    sittings(app).forget()
    return screen


def _reads():
    found = [
        one
        for one in (*REGIONAL, *SINGLE, *GENERAL)
        if not any(word in one.name for word in QUIET) or any(word in one.name for word in TOLD)
    ]
    return list({one.name: one for one in found}.values())


def test_no_read_tells_a_door_to_who_is_not_cleared(place):
    app, here = place
    screen, names = _screen(app, 0), names_of(here)
    said = {one.name: one.of(screen, names).text for one in _reads()}
    assert not [name for name, text in said.items() if NUMBER in text]
    masked = [name for name, text in said.items() if "玩具路**门前" in text]
    assert all(any(name.startswith(start) for name in masked) for start in OPEN)


def test_a_duty_officer_reads_it_whole_where_he_works(place):
    app, here = place
    screen, names = _screen(app, 2), names_of(here)
    for start in OPEN:
        found = [one for one in _reads() if one.name.startswith(start)]
        assert found, start
        assert any(PLACE in one.of(screen, names).text for one in found), start


def test_a_stranger_at_the_doors_of_a_demo_reads_none(place):
    app, here = place
    client, one = app.test_client(), here.names
    ways = ("/api/v1/events?window=ytd", "/api/v1/events.csv?window=ytd", f"/api/v1/events/{one['event_id']}")
    for way in (*ways, f"/open311/v2/requests/{one['event']}.json", "/api/v1/digest.json?window=ytd"):
        said = client.get(way, buffered=True).get_data(as_text=True).encode().decode("unicode_escape", "ignore")
        assert said and NUMBER not in said, way


def test_alarms_are_told_to_each_screen_by_its_own_scope(place):
    home = place[0].extensions[EXTENSION]
    with home.engine.connect() as connection:
        for clearance, shown in ((0, "玩具路**门前"), (1, PLACE)):
            scope = Scope(cells=Scope.guest().cells, clearance=clearance)
            told = alarms_between(connection, scope, Position(), newest(connection))
            one = next(one for one in told if one["kind"] == "event")
            assert one["place"] == shown
            assert all(words.endswith(shown) for words in one["words"].values())


def test_an_order_keeps_the_whole_address_for_who_must_go_there(place):
    app, here = place
    home = app.extensions[EXTENSION]
    actor = Actor(name="值班员", role="duty_officer", scope=Scope.guest())  # not cleared himself
    with writing(home.engine) as connection:
        number = here.number(connection, "event_id")
        new = NewDispatch(key="door", seq=0, event=number, responders=(here.names["responder"],))
        row = order(connection, new, actor, home.clock.now(), home.clock.now())
        connection.execute(update(task).where(task.c.dispatch_id == row["id"]).values(state="sent"))
        code = connection.scalar(select(task.c.code).where(task.c.dispatch_id == row["id"]))
        assert task_whole(connection, code)["where"]["place"] == PLACE
        assert PLACE in task_whole(connection, code)["order"]["words"]
        assert NUMBER not in str(dispatch_whole(connection, row["code"], actor.scope))
        cleared = Scope(cells=actor.scope.cells, clearance=1)
        assert PLACE in str(dispatch_whole(connection, row["code"], cleared))


def test_a_root_case_keeps_the_address_and_its_title_tells_no_door(place):
    app, _here = place
    home = app.extensions[EXTENSION]
    with home.engine.connect() as connection:
        found = connection.execute(select(event.c.id, event.c.title).where(event.c.title.like("治本%"))).one()
        cleared = Scope(cells=Scope.guest().cells, clearance=1)
        assert detail(connection, found.id, cleared, home.clock.now()).row["place"] == PLACE
        assert "玩具路**门前" in found.title
