"""行政问效: what was asked of whom, answered in time, done, late; whistles, 督办, conclusions; files and scope."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import insert, select, update

from data.commands.dispatch_life import finalize, urge
from data.commands.dispatch_receipts import Told, receive
from data.commands.moves import move
from data.commands.room_conclusions import NewConclusion, ask_for, conclude, finish
from data.commands.rooms import NewRoom, open_room
from data.engine import writing
from data.life.actor import Actor
from data.queries.accountability import accounted, ranked, tally
from data.queries.asks import Ask, asks
from data.queries.wilson import LEAST, wilson
from data.schema import agency, dispatch, region, responder, task
from data.scope import EVERY_CELL, Scope
from data.sitter import sitting_down
from data.view import View
from tests.dispatch.town import DUTY, WALL, do, flood, rows, send

LATER = WALL + timedelta(seconds=16)
THERE = Actor(name="执法队", role="agency", scope=Scope.guest())


@pytest.fixture
def ordered(house):
    """A final order of two pumps; one of an agency, the other of nobody's."""
    number = flood(house)
    send(house, number, responders=("vehicle-1", "vehicle-4"), chain=False)
    with writing(house.engine) as connection:
        connection.execute(update(responder).where(responder.c.code == "vehicle-1").values(agency="a.town"))
    do(house, finalize, house.clock.now(), LATER)
    return number


def told(house, one, what, minutes):
    receipt = Told(task=one.code, what=what, at=one.sent_at + timedelta(minutes=minutes))
    with writing(house.engine) as connection:
        receive(connection, house.settings.photos_dir, receipt, DUTY, house.clock.now() + timedelta(hours=4))


def asked_of(house, me=DUTY, cells=EVERY_CELL, ahead=timedelta(hours=6)):
    now = house.clock.now()
    with house.engine.connect() as connection:
        return asks(connection, sitting_down(me), cells, now - timedelta(days=1), now + ahead)


def by_agency(house, **more):
    with house.engine.connect() as connection:
        return {row["agency"]: row for row in ranked(connection, asked_of(house, **more))}


def test_a_task_is_judged_by_when_it_was_accepted(house, ordered):
    one, other = rows(house, task)
    for what, minutes in (("accepted", 1), ("departed", 2), ("arrived", 12), ("done", 30)):
        told(house, one, what, minutes)
    told(house, other, "accepted", 50)
    found = by_agency(house)
    mine, theirs = found["a.town"], found[""]
    names = ("asked", "prompt", "arrived", "done", "late", "open")
    assert [mine[name] for name in names] == [1, 1, 1, 1, 0, 0]
    assert (mine["answer_minutes"], mine["done_minutes"], mine["name"]) == (1.0, 30.0, "甲镇综合执法")
    assert (theirs["prompt"], theirs["settled"], theirs["late"], theirs["open"]) == (0, 1, 1, 1)


def test_what_is_not_due_yet_counts_neither_for_nor_against(house, ordered):
    found = asked_of(house, ahead=timedelta(minutes=1))
    assert len(found) == 2 and not any(one.late or one.prompt for one in found)
    assert tally("", found)["rate"] is None


def test_at_an_earlier_moment_it_stands_as_it_stood_then(house, ordered):
    told(house, rows(house, task)[0], "accepted", 3)
    assert sum(one.answered is not None for one in asked_of(house)) == 1
    assert sum(one.answered is not None for one in asked_of(house, ahead=timedelta(minutes=2))) == 0


def test_urging_is_counted(house, ordered):
    code = rows(house, dispatch)[0].code
    do(house, urge, code, "请加快", DUTY, house.clock.now(), LATER)
    assert {row["urged"] for row in by_agency(house).values()} == {1}


def test_a_whistle_is_judged_by_the_arrival(house):
    number = flood(house)
    now = house.clock.now()
    do(house, move, number, "file", DUTY, now, now)
    do(house, move, number, "whistle", DUTY, now, now, agency="a.town", reason="积水")
    assert [(one.kind, one.agency, one.late, one.over) for one in asked_of(house, ahead=timedelta(0))] == [
        ("whistle", "a.town", False, False)
    ]
    assert asked_of(house)[0].late
    do(house, move, number, "arrive", THERE, now, now)
    row = by_agency(house)["a.town"]
    assert (row["whistles"], row["whistles_prompt"], row["arrived"], row["late"]) == (1, 1, 1, 0)


def test_supervision_of_an_event_and_of_a_room_are_asked_of_their_agency(house):
    number = flood(house)
    now = house.clock.now()
    do(house, move, number, "file", DUTY, now, now)
    do(house, move, number, "assign", DUTY, now, now, agency="a.town")
    code = do(house, open_room, NewRoom(title="议一议", event=number), DUTY, now)
    until = now + timedelta(hours=2)
    new = NewConclusion(words="排查", way="supervise", owner="a.town", deadline=until)
    do(house, conclude, code, new, DUTY, now)
    do(house, ask_for, code, 1, DUTY, now, WALL)
    kinds = {one.kind: one for one in asked_of(house)}
    assert set(kinds) == {"supervise", "conclusion"} and kinds["conclusion"].late
    do(house, finish, code, 1, "已排查", DUTY, now)
    row = by_agency(house)["a.town"]
    assert (row["asked"], row["urged"], row["done"]) == (2, 2, 1)


def test_who_is_bound_to_an_agency_sees_what_was_asked_of_it_alone_and_a_town_its_own(house, ordered):
    bound = replace(DUTY, scope=replace(DUTY.scope, departments=("a.town",)))
    assert {one.agency for one in asked_of(house, me=bound)} <= {"a.town"}
    with house.engine.connect() as connection:
        towns = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo)).all()
    here, away = ((one.lo, one.hi) for one in (towns[0], towns[-1]))
    assert len(asked_of(house, cells=here)) == 2 and asked_of(house, cells=away) == []


def test_few_cases_are_not_ranked_and_many_are_by_what_is_sure(lone_house):
    now = lone_house.clock.now()
    plain = {"kind": "task", "code": "D", "who": "", "words": "", "title": "", "way": "/", "at": now, "urged": 0}
    plain |= {"arrived": None, "done": None, "over": False, "due": now + timedelta(minutes=5)}

    def of(code, prompt, late):
        good = [Ask(agency=code, answered=now, late=False, **plain) for _n in range(prompt)]
        return good + [Ask(agency=code, answered=None, late=True, **plain) for _n in range(late)]

    with writing(lone_house.engine) as connection:
        city = connection.scalar(select(region.c.id).where(region.c.level == 1))
        same = {"kind": "city", "region_id": city, "provenance": "simulated"}
        connection.execute(insert(agency), [{"code": code, "name": code, **same} for code in ("few", "many", "worse")])
    found = [*of("few", 4, 0), *of("many", LEAST, 0), *of("worse", LEAST, LEAST), *of("", 90, 0)]
    with lone_house.engine.connect() as connection:
        told_ = [(row["agency"], row["rank"]) for row in ranked(connection, found)]
    assert told_ == [("many", 1), ("worse", 2), ("few", None), ("", None)]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_no_count_exceeds_what_was_asked_and_the_share_lies_in_its_interval(outcomes):
    from data.times import day_start

    now = day_start(739_000)
    found = [
        Ask(
            kind="task",
            code="D",
            agency="a",
            who="",
            words="",
            title="",
            way="/",
            at=now,
            due=now,
            arrived=None,
            done=now if done else None,
            over=done,
            urged=0,
            answered=now if prompt else None,
            late=not prompt,
        )
        for prompt, done in outcomes
    ]
    row = tally("a", found)
    counts = [row[name] for name in ("prompt", "settled", "arrived", "done", "late", "open")]
    assert all(0 <= n <= row["asked"] for n in counts)
    assert (row["low"], row["high"]) == (wilson(row["prompt"], row["settled"]) or (None, None))
    if row["rate"] is not None:
        assert row["low"] - 0.1 <= row["rate"] <= row["high"] + 0.1


def test_the_files_hold_what_the_page_shows(lone_desk):
    desk = lone_desk
    with desk.house.engine.connect() as connection:
        town = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo).limit(1)).one()
    made = desk.sender("热线", "duty_officer")
    where = {"lon": town.lon, "lat": town.lat}
    event = made.post("/api/v1/events", {"title": "=积水", "category": "flood.road.water", **where}).json["id"]
    made.post(f"/api/v1/events/{event}/moves", {"move": "supervise", "reason": "+催"})
    for kind, body in (("csv", None), ("xlsx", None)):
        reply = made.get(f"/api/v1/accountability.{kind}?window=today&lang=zh")
        assert reply.status_code == 200 and "attachment" in reply.headers["Content-Disposition"], body
    book = load_workbook(BytesIO(reply.get_data()))
    assert [cell.value for cell in book["全部要求"][2]][5] == "=积水" and book["全部要求"]["F2"].data_type == "s"
    text = made.get("/api/v1/accountability.csv").get_data(as_text=True)
    assert "责任单位" in text and text.startswith("\ufeff")
    assert made.get("/api/v1/accountability.csv?region=990199999").status_code == 404
    far = made.sender("别处", "duty_officer", "990103")
    assert "积水" not in far.get("/api/v1/accountability.csv").get_data(as_text=True)
    with desk.app.test_request_context("/"):
        one = accounted(desk.house, View(), sitting_down(DUTY))
    assert one.total["asked"] == 1 and one.rows[0]["urged"] == 1
