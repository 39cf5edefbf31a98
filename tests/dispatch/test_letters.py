"""The record of messages: who may read it, with which addresses, and who may have the dead sent again."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from components.letters_page import letters_drawn
from data.acting import looking
from data.clock import KEY as CLOCK
from data.clock import Clock, Origin
from data.commands.dispatch_life import finalize
from data.commands.facts import put_fact
from data.commands.letter_screens import ALL, may_retry, retry_letters
from data.commands.outbox import send_due
from data.dispatch.links import link_of
from data.engine import writing
from data.errors import CockpitError, Forbidden, UnknownThing
from data.house import EXTENSION
from data.queries.letters import letter_counts, letters
from data.schema import audit, event, outbox
from data.scope import Scope
from tests.dispatch.test_doors import staffed
from tests.dispatch.town import DUTY, WALL, do, flood, rows, send
from tests.seats import add, sitting

__all__ = ["staffed"]
NUMBER = "10000000000"


@pytest.fixture
def sent(lone_house):
    """An order whose messages have gone; two of them are dead."""
    send(lone_house, flood(lone_house), responders=("vehicle-1", "vehicle-4"), chain=False)
    do(lone_house, finalize, lone_house.clock.now(), WALL + timedelta(seconds=16))
    send_due(lone_house)
    with writing(lone_house.engine) as connection:
        connection.execute(update(outbox).values(state="sent"))
        ids = connection.scalars(select(outbox.c.id).order_by(outbox.c.id).limit(2)).all()
        dead = {"state": "dead", "channel": "sms", "address": NUMBER, "error": f"no such number {NUMBER}"}
        connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(dead))
    return lone_house


def read(house, scope=DUTY.scope, **more):
    with house.engine.connect() as connection:
        return letters(connection, scope, **more)


def test_every_message_is_listed_with_its_tries_and_can_be_picked_by_state_and_channel(sent):
    everything = read(sent)
    assert len(everything) == len(rows(sent, outbox)) and all(one["dispatch"] for one in everything)
    dead = read(sent, state="dead")
    assert [one["state"] for one in dead] == ["dead", "dead"] and all(one["tries"] for one in dead)
    assert read(sent, channel="sms") == dead and read(sent, channel="mail") == []
    with sent.engine.connect() as connection:
        assert letter_counts(connection, DUTY.scope)["dead"] == 2
    assert read(sent, before=everything[0]["id"]) == everything[1:]


@pytest.mark.parametrize(("clearance", "shown"), [(0, "100****0000"), (1, "100****0000"), (2, NUMBER)])
def test_telephones_are_shown_as_far_as_one_is_cleared_in_errors_too(sent, clearance, shown):
    scope = Scope(cells=DUTY.scope.cells, clearance=clearance)
    one = read(sent, scope, state="dead")[0]
    assert one["address"] == shown
    assert (NUMBER in str(one)) == (clearance == 2)
    assert bool(one["words"]) == (clearance > 0) and ("**" in one["who"]) == (clearance == 0)


@pytest.mark.parametrize("scope", [Scope(cells=((1, 8),)), Scope(cells=DUTY.scope.cells, departments=("a.town",))])
def test_who_sees_only_a_part_reads_no_letters_and_learns_no_count(sent, scope):
    with pytest.raises(Forbidden), sent.engine.connect() as connection:
        letter_counts(connection, scope)
    with pytest.raises(Forbidden):
        read(sent, scope)


@pytest.fixture
def failing(staffed):
    """A whole app in which an order has two dead letters."""
    officer, number = staffed
    officer.post("/api/v1/dispatches", {"event": number}, Idempotency_Key="k")
    home = officer.app.extensions[EXTENSION]
    with writing(home.engine) as connection:
        ids = connection.scalars(select(outbox.c.id).order_by(outbox.c.id).limit(2)).all()
        connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(state="dead", attempts=8))
    return officer.app, home


def dead(home):
    with home.engine.connect() as connection:
        return list(connection.scalars(select(outbox.c.message).where(outbox.c.state == "dead").order_by(outbox.c.id)))


@pytest.mark.parametrize(
    ("role", "where", "may"),
    [
        ("administrator", "", True),
        ("duty_officer", "", True),
        ("duty_officer", "990102", False),
        ("administrator", "990102", False),
        ("leader", "", False),
        ("auditor", "", False),
        ("presenter", "", False),
    ],
)
def test_only_the_citys_duty_officers_and_administrators_send_again(failing, role, where, may):
    app, home = failing
    first, second = dead(home)
    add(home, f"one.{role}", role, region=where)
    with sitting(app, f"one.{role}"):
        assert may_retry(home, role) == may
        if not may:
            with pytest.raises(CockpitError):
                retry_letters(home, first, role, 1)
            assert dead(home) == [first, second]
            return
        assert retry_letters(home, first, role, 1) == 1 and dead(home) == [second]
        with pytest.raises(UnknownThing):
            retry_letters(home, first, role, 1)
        assert retry_letters(home, ALL, role, 1) == 1 and dead(home) == []
        assert not looking(home).touches(0, 0)
    told = [(row.actor, row.target) for row in rows_of(home) if row.action == "message_retry"]
    assert told == [(f"one.{role}", first), (f"one.{role}", ALL)]


def rows_of(home):
    with home.engine.connect() as connection:
        return connection.execute(select(audit).order_by(audit.c.n)).all()


def test_the_event_is_not_touched_by_sending_again(failing):
    app, home = failing
    add(home, "admin.x", "administrator")
    before = rows(home, event)
    with sitting(app, "admin.x"):
        retry_letters(home, ALL, "administrator", 1)
    assert rows(home, event) == before


def test_the_page_of_letters_leads_into_the_field_in_a_demo_alone(sent):
    assert "/field/" not in letters_drawn(sent, {})["rows"]
    put_demo = sent.settings.model_copy(update={"demo": True})
    with writing(sent.engine) as connection:
        put_fact(connection, CLOCK, Origin(sent.clock.now(), None).written())
    demo = replace(sent, settings=put_demo, clock=Clock(sent.engine, put_demo))
    ways = re.findall(r"/field/([^\"]+)", letters_drawn(demo, {})["rows"])
    assert ways and all(link_of(demo, token) for token in ways)
