"""What strangers send and see: markup, monsters, and other people's words."""

import json

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select

from components.event_page import Asked, event_drawn
from components.quarantine_page import kept_drawn
from data.commands.screens import settle_row
from data.doors.guard import LARGEST
from data.errors import Forbidden
from data.intake.retaking import replay
from data.life.actor import Actor
from data.schema import quarantine
from data.scope import Scope
from tests.seats import HERE, sitting

EVENTS = "/api/v1/events"
EVIL = "<img src=x onerror=alert(1)>"
CITY = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())


def new(**more) -> dict:
    return {"title": "路面积水", "category": "flood", "lon": 119.13, "lat": 25.03} | more


def kept(desk) -> list:
    with desk.house.engine.connect() as connection:
        return connection.execute(select(quarantine).order_by(quarantine.c.id)).all()


def drawn(desk, draw, *given) -> str:
    with sitting(desk.app, "onlooker"):
        return "".join(draw(desk.house, *given).values())


def test_markup_of_strangers_is_text_on_every_screen(lone_desk):
    made = lone_desk.post(EVENTS, new(title=EVIL, text=EVIL, place=EVIL)).json
    officer = lone_desk.sender("值守", "duty_officer")
    officer.post(f"{EVENTS}/{made['id']}/moves", {"move": "remark", "reason": EVIL})
    lone_desk.post(EVENTS, new(category=EVIL, **{EVIL: EVIL}))
    shown = drawn(lone_desk, event_drawn, Asked(code=made["code"])) + drawn(lone_desk, kept_drawn, {})
    assert "&lt;img" in shown
    assert "<img src=x" not in shown


def test_outside_the_demo_screens_show_nothing_that_people_wrote_or_who_they_are(lone_desk):
    made = lone_desk.post(EVENTS, new(text="张三,电话138")).json
    officer = lone_desk.sender("李四值守", "duty_officer")
    officer.post(f"{EVENTS}/{made['id']}/moves", {"move": "remark", "reason": "王五来电"})
    lone_desk.post(EVENTS, new(category="nowhere", text="赵六,电话139"))
    shown = drawn(lone_desk, event_drawn, Asked(code=made["code"])) + drawn(lone_desk, kept_drawn, {})
    assert "路面积水" in shown
    for word in ("张三", "李四", "王五", "赵六"):
        assert word not in shown
    with lone_desk.app.test_request_context("/"), pytest.raises(Forbidden):
        settle_row(lone_desk.house, kept(lone_desk)[0].id, "drop", None, "duty_officer", 1)


def test_a_callback_takes_no_monster(lone_desk):
    answer = lone_desk.client.post(
        "/_dash-update-component", data=b"x" * (LARGEST + 1), content_type="application/json", headers=HERE
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("agency", ["a\0b", "a b", "\n"])
def test_an_agency_that_no_database_keeps_goes_to_the_quarantine(desk, agency):
    answer = desk.post(EVENTS, new(life={"stage": "assigned", "agency": agency}))
    assert (answer.status_code, len(kept(desk))) == (422, 1)


def test_a_case_that_came_to_lie_outside_its_senders_scope_does_not_cost_the_batch(desk):
    one = desk.sender("东一街道", "system", "990102001")
    there = new(lon=119.05, lat=25.05, external_id="7")
    one.post(EVENTS, there)
    with desk.house.engine.begin() as connection:
        assert replay(connection, kept(desk)[0].id, None, CITY, desk.house.clock.now()).event_id
    answer = one.post(EVENTS, {"events": [new(), there | {"life": {"stage": "filed"}}]})
    assert (answer.status_code, answer.json["created"], answer.json["quarantined"]) == (207, 1, 1)


@pytest.mark.parametrize(
    "more",
    ['"lon": 1' + "0" * 400, '"life": {"stage": []}', '"life": {"agency": {"a": 1}}', '"text": ' + "[" * 100_000, "1"],
)
def test_a_row_mended_into_nonsense_waits_on(desk, more):
    desk.post(EVENTS, new(category="nowhere"))
    mended = json.dumps(new(reported_at="2026-03-01T08:00:00+08:00"))[:-1] + ", " + more + "}"
    with desk.house.engine.begin() as connection:
        done = replay(connection, kept(desk)[0].id, mended, CITY, desk.house.clock.now())
    assert (done.event_id, kept(desk)[0].state) == (None, "waiting")


def test_all_writers_queue_for_events_first_so_that_none_wait_for_each_other_in_a_ring(lone_desk):
    lone_desk.post(EVENTS, new(category="nowhere"))
    queued: list[str] = []

    def note(_connection, _cursor, statement, given, _context, _many) -> None:
        if "INTO revision" in statement:
            queued.append(given[0])

    listening.listen(lone_desk.house.engine, "before_cursor_execute", note)
    with lone_desk.house.engine.begin() as connection:
        replay(connection, kept(lone_desk)[0].id, json.dumps(new()), CITY, lone_desk.house.clock.now())
    assert queued[0] == "events"


@pytest.mark.parametrize("sign", [*"=+-@", *"＝＋－＠"])
def test_no_title_is_a_formula_in_a_file_wide_signs_neither(lone_desk, sign):
    lone_desk.post(EVENTS, new(title=f"{sign}1+1"))
    assert f",'{sign}1+1," in lone_desk.get(f"{EVENTS}.csv").get_data(as_text=True)


@pytest.mark.parametrize("stage", ["rejected", "merged"])
def test_what_was_turned_away_elsewhere_has_ended_but_was_never_closed(desk, stage):
    begun, over = "2026-03-01T08:00:00+08:00", "2026-03-02T08:00:00Z"
    made = desk.post(EVENTS, new(reported_at=begun, life={"stage": stage, "closed_at": over}))
    row = desk.get(made.json["url"]).json
    assert (row["stage"], row["ended_at"], row["closed_at"]) == (stage, over, None)
    rated = {"stage": stage, "rated_at": over, "rating": 5}
    assert desk.post(EVENTS, new(reported_at=begun, life=rated)).status_code == 422
