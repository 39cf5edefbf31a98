"""小方桌: its parties and mediator, and an outcome that closes the dispute it was about, or leaves all as it was."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from components.markup import markup
from components.room_forms import open_form
from data.commands.moves import move
from data.commands.room_screens import open_on_screen
from data.commands.rooms import NewRoom, Side, open_room
from data.commands.tables import close_table, note_sides, told_sides
from data.engine import writing
from data.errors import BadInput, CockpitError, EventRefused, Forbidden
from data.house import open_house
from data.life.actor import Actor
from data.queries.rooms import room_whole
from data.schema import event, event_history, room, room_line, room_side
from data.scope import Scope
from data.sitter import sitting_down
from tests.conftest import toy_settings
from tests.dispatch.town import DUTY, do, flood, rows

SIDES = (Side("party", "当事人-001", "13800001111"), Side("party", "当事人-002"), Side("mediator", "调解员-001"))


def dispute(house, stage="assigned"):
    """A dispute that somebody has."""
    number = flood(house)
    with writing(house.engine) as connection:
        connection.execute(update(event).where(event.c.id == number).values(category="dispute", leaf="dispute.family"))
        now = house.clock.now()
        if stage == "assigned":
            move(connection, number, "file", DUTY, now, now)
            move(connection, number, "assign", DUTY, now, now, agency="a.town")
    return number


def table(house, number, sides=SIDES, **more):
    new = NewRoom(**({"title": "赡养", "form": "table", "event": number, "sides": sides} | more))
    return do(house, open_room, new, DUTY, house.clock.now())


def ended(house, code, outcome="agreed", actor=DUTY):
    do(house, close_table, code, outcome, "双方同意按月给付", actor, house.clock.now())


def event_row(house, number):
    return rows(house, event, event.c.id == number)[0]


def test_an_agreement_closes_the_table_and_its_dispute_at_one_moment(house):
    number = dispute(house)
    code = table(house, number)
    ended(house, code)
    held, one = rows(house, room, room.c.code == code)[0], event_row(house, number)
    assert (held.state, held.outcome, one.stage) == ("closed", "agreed", "closed")
    assert one.handling_at == one.answered_at == one.verified_at == one.closed_at == one.ended_at == held.closed_at
    with house.engine.connect() as connection:
        steps = select(event_history).where(event_history.c.event_id == number).order_by(event_history.c.seq)
        last = connection.execute(steps).all()[-1]
    assert last.move == "settle" and code in last.reason and "双方同意按月给付" in last.reason


@pytest.mark.parametrize("outcome", ["partly", "failed", "elsewhere"])
def test_without_agreement_the_dispute_goes_on(house, outcome):
    number = dispute(house)
    code = table(house, number)
    ended(house, code, outcome)
    assert rows(house, room, room.c.code == code)[0].outcome == outcome
    assert event_row(house, number).stage == "assigned"


def test_an_agreement_needs_both_parties_and_a_mediator(house):
    number = dispute(house)
    code = table(house, number, sides=SIDES[:1])
    with pytest.raises(BadInput):
        ended(house, code)
    assert rows(house, room, room.c.code == code)[0].state == "open"
    do(house, note_sides, code, SIDES, DUTY, house.clock.now())
    ended(house, code)
    assert event_row(house, number).stage == "closed"


def test_what_refuses_the_closing_keeps_the_table_open(house):
    number = dispute(house, stage="reported")
    code = table(house, number)
    with pytest.raises(EventRefused):
        ended(house, code)
    assert rows(house, room, room.c.code == code)[0].state == "open"
    assert event_row(house, number).stage == "reported"


def test_an_agency_that_opened_the_table_does_not_close_the_dispute(house):
    number = dispute(house)
    agency = Actor(name="甲镇-001", role="agency", scope=Scope.guest())
    new = NewRoom(title="赡养", form="table", event=number, sides=SIDES)
    code = do(house, open_room, new, agency, house.clock.now())
    with pytest.raises(Forbidden):
        ended(house, code, actor=agency)
    assert event_row(house, number).stage == "assigned"


def test_only_a_table_settles_and_only_disputes(house):
    number, now = dispute(house), house.clock.now()
    with pytest.raises(EventRefused):
        do(house, move, number, "settle", DUTY, now, now, reason="就这样")
    other = flood(house)
    code = table(house, other)
    ended(house, code)  # agreed about a flood: it is kept, and the flood goes its own way
    assert (rows(house, room, room.c.code == code)[0].outcome, event_row(house, other).stage) == ("agreed", "reported")


def test_a_plain_room_has_no_sides_and_no_outcome(house):
    number = dispute(house)
    with pytest.raises(BadInput):
        table(house, number, form="consult")
    code = table(house, number, form="consult", sides=())
    with pytest.raises(CockpitError):
        do(house, note_sides, code, SIDES, DUTY, house.clock.now())
    with pytest.raises(BadInput):
        ended(house, code)


def test_sides_are_read_as_clearance_allows_and_minutes_name_none(house):
    code = table(house, dispute(house))
    seen = {}
    with house.engine.connect() as connection:
        for clearance in (0, 1, 2):
            who = Actor(
                name="值班员-009",
                role="duty_officer",
                scope=Scope(
                    cells=Scope.guest().cells, departments=("*",), roles=("duty_officer",), clearance=clearance
                ),
            )
            whole = room_whole(connection, code, sitting_down(who), house.clock.now())
            seen[clearance] = (whole["sides"][0]["name"], whole["sides"][0]["phone"])
    assert seen == {0: ("当**", "138****1111"), 1: ("当事人-001", "138****1111"), 2: ("当事人-001", "13800001111")}
    assert not any("当事人-001" in line.words for line in rows(house, room_line))


def test_noting_sides_again_replaces_them(house):
    code = table(house, dispute(house))
    do(house, note_sides, code, told_sides("甲 13800002222\n乙", "丙"), DUTY, house.clock.now())
    with house.engine.connect() as connection:
        told = [(row.kind, row.name, row.phone) for row in connection.execute(select(room_side))]
    assert told == [("party", "甲", "13800002222"), ("party", "乙", None), ("mediator", "丙", None)]


def test_the_forms_of_a_screen_are_read_line_by_line():
    assert told_sides(" 甲，13800002222 \n\n 乙 丁", "") == (Side("party", "甲", "13800002222"), Side("party", "乙 丁"))


def test_a_screen_asks_for_sides_whichever_form_was_chosen_first_and_only_a_table_keeps_them(toy_dir, sqlite_url):
    home = open_house(toy_settings(toy_dir, sqlite_url), Flask("demo"))
    on = f"event-{event_row(home, dispute(home, 'reported')).code}"
    asked = markup(open_form(on, "赡养"))
    assert 'name="parties"' in asked and 'name="mediator"' in asked
    for form, kept in (("consult", 0), ("table", 2)):
        given = {"on": on, "title": "赡养", "form": form, "parties": "甲", "mediator": "乙"}
        code = open_on_screen(home, given, "duty_officer", 1)
        [one] = rows(home, room, room.c.code == code)
        with home.engine.connect() as connection:
            sides = connection.execute(select(room_side).where(room_side.c.room_id == one.id)).all()
        assert len(sides) == kept
    home.engine.dispose()
