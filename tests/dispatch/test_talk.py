"""留言: the desk and who was sent write to one another about a task; each word once, to nobody else, for good."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from components.markup import markup
from components.task_talk import talk
from components.tasks_page import tasks_drawn
from data.commands.dispatch_life import cancel, finalize
from data.commands.dispatch_receipts import Told, receive
from data.commands.dispatch_tasks import say_to_task
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownThing
from data.queries.dispatch_case import moves_of
from data.queries.dispatch_talk import talk_of
from data.queries.dispatches import task_whole
from data.queries.tasks import tasks_for
from data.schema import outbox, region, task
from data.scope import EVERY_CELL, Scope
from data.view import View
from tests.dispatch.town import DUTY, FIELD, WALL, do, flood, rows, send

LATER = WALL + timedelta(seconds=16)


@pytest.fixture
def order(house):
    made = send(house, flood(house), responders=("vehicle-1",), chain=False)
    do(house, finalize, house.clock.now(), LATER)
    return made


def answer(house, code, words, key=""):
    told = Told(task=code, words=words, key=key)
    do(house, receive, house.settings.photos_dir, told, FIELD, house.clock.now())


def say(house, code, words, actor=DUTY):
    do(house, say_to_task, code, words, actor, house.clock.now(), LATER)


def test_words_go_both_ways_each_once_and_change_no_receipt(house, order):
    [before] = rows(house, task)
    say(house, before.code, "先断电再抽水")
    for _n in range(2):
        answer(house, before.code, "已断电", key="one")
    with house.engine.connect() as connection:
        said = talk_of(connection, [before.code], 1)[before.code]
        moves = moves_of(connection, f"event:{order['event_id']}", Scope.guest(), house.clock.now())
    assert [(one["actor"], one["words"]) for one in said] == [(DUTY.name, "先断电再抽水"), (FIELD.name, "已断电")]
    assert [one["words"] for one in moves if one["move"] == "say"] == ["先断电再抽水", "已断电"]
    assert rows(house, task) == [before]
    sent = rows(house, outbox, outbox.c.kind == "say")
    told = {row.channel for row in rows(house, outbox, outbox.c.kind == "order")}
    assert {row.channel for row in sent} == told and all("先断电再抽水" in row.body for row in sent)


def test_nothing_is_said_by_whom_it_is_not_of_or_when_it_is_over(lone_house):
    made = send(lone_house, flood(lone_house), responders=("vehicle-1",), chain=False)
    code = rows(lone_house, task)[0].code
    for early in (answer, say):  # nobody has heard of it yet
        with pytest.raises(UnknownThing):
            early(lone_house, code, "在吗")
    do(lone_house, finalize, lone_house.clock.now(), LATER)
    other = rows(lone_house, region, region.c.level == 2)[1]
    far = replace(DUTY, scope=Scope(cells=((other.lo, other.hi),)))
    with pytest.raises(UnknownThing):
        say(lone_house, code, "在吗", far)
    with pytest.raises(Forbidden):
        say(lone_house, code, "在吗", replace(DUTY, role="grid_staff"))
    for words in ("", "   "):
        with pytest.raises(BadInput):
            say(lone_house, code, words)
        with pytest.raises(BadInput):
            answer(lone_house, code, words)
    with pytest.raises(BadInput):
        answer(lone_house, code, "长" * 2_001)
    do(lone_house, cancel, made["code"], "误报", DUTY, lone_house.clock.now(), LATER)
    for late in (answer, say):
        with pytest.raises(DispatchRefused):
            late(lone_house, code, "还在吗")
    ended = rows(lone_house, task)[0].ended_at
    kept = Told(task=code, words="已断电", at=ended - timedelta(seconds=5))  # on the phone, without network
    do(lone_house, receive, lone_house.settings.photos_dir, kept, FIELD, lone_house.clock.now())
    with lone_house.engine.connect() as connection:
        assert [one["words"] for one in talk_of(connection, [code], 1)[code]] == ["已断电"]


def test_who_is_not_cleared_reads_on_the_page_of_tasks_no_door_that_was_told(lone_house):
    send(lone_house, flood(lone_house), responders=("vehicle-1",), chain=False)
    do(lone_house, finalize, lone_house.clock.now(), LATER)
    code = rows(lone_house, task)[0].code
    say(lone_house, code, "玩具路12号3栋门前接人")
    now = lone_house.clock.now()
    with lone_house.engine.begin() as connection:
        connection.execute(update(task).values(reason="玩具路12号3栋进不去"))
        for clearance, said in ((0, "玩具路**门前接人"), (1, "玩具路12号3栋门前接人")):
            scope = Scope(cells=(EVERY_CELL,), clearance=clearance)
            [one] = tasks_for(connection, scope, "duty_officer", EVERY_CELL, now)
            assert [line["words"] for line in one["talk"]] == [said]
            assert ("12号" in one["reason"]) == bool(clearance)
        assert "12号3栋" in task_whole(connection, code)["talk"][0]["words"]  # who was sent must find it


def test_the_thread_stands_on_the_page_of_tasks_and_is_escaped(lone_house):
    send(lone_house, flood(lone_house), responders=("vehicle-1",), chain=False)
    do(lone_house, finalize, lone_house.clock.now(), LATER)
    code = rows(lone_house, task)[0].code
    say(lone_house, code, "<b>小心</b>")
    drawn = tasks_drawn(lone_house, View(), {})["rows"]
    assert "&lt;b&gt;小心&lt;/b&gt;" in drawn
    said = [{"actor": "vehicle-001", "words": "到了", "at": datetime.now(UTC), "role": "agency"}]
    assert 'class="own"' in markup(talk(said, "vehicle-001")) and 'class="own"' not in markup(talk(said, "其他"))
