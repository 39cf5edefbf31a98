"""Unread 留言: of each officer his own, marked in the queue and at the unit, gone once the thread is unfolded."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from callbacks.dispatch_order import hear as heard
from components.dispatch_queue import queue_drawn
from data.commands.accounts import Seat, add_account
from data.commands.dispatch_receipts import Told, receive
from data.commands.dispatch_talk import hear
from data.commands.dispatch_tasks import say_to_task
from data.commands.facts import swap_fact
from data.demo.callouts import KEY
from data.demo.responders import OURS, clear_responders
from data.errors import UnknownThing
from data.queries.dispatch_talk import unread_of
from data.queries.revisions import revisions
from data.schema import region, task
from data.scope import Scope
from data.view import View
from tests.dispatch.column import board, demo, drawn_of, house, made_final, rows_of_log, sends
from tests.dispatch.town import DUTY, FIELD, OTHER, WALL, do, flood, rows

__all__ = ["demo", "house"]


@pytest.fixture
def sent(house):
    """(the event, the code of a task that has heard)."""
    one = flood(house)
    chosen = [pick.code for pick in board(house, one).recommended][:1]
    sends(house, one, responders=chosen)
    made_final(house)
    return one, board(house, one).orders[0]["tasks"][0]["code"]


def answer(house, code, words):
    do(house, receive, house.settings.photos_dir, Told(task=code, words=words), FIELD, house.clock.now())


def hears(demo, **sent):
    with demo[0].app_context():
        return heard({"role": "duty_officer", "number": 1, "lang": "zh", "sign": "s"} | sent)


def say(house, code, words, actor=DUTY):
    do(house, say_to_task, code, words, actor, house.clock.now(), WALL)


def new(house, actor=DUTY, scope=None):
    with house.engine.connect() as connection:
        return unread_of(connection, scope or Scope.guest(), actor.who)


def test_what_a_unit_says_is_new_to_every_officer_until_each_has_read_it_himself(demo, house, sent):
    one, code = sent
    for words in ("已到路口", "水深 40 cm"):
        answer(house, code, words)
    assert new(house)[0] == new(house, OTHER)[0] == {code: 2}
    drawn = drawn_of(demo, one)["receipts"]
    assert "新 2" in drawn and "水深 40 cm" in drawn
    upto = max(line["n"] for line in board(house, one, actor=DUTY).desk.talk[code])
    log = len(rows_of_log(house))
    assert hears(demo, code=code, upto=str(upto)) == {"sign": "s", "refused": ""}
    assert new(house)[0] == {} and new(house, OTHER)[0] == {code: 2}
    assert "talk-new" not in drawn_of(demo, one)["receipts"] and "新 2" in drawn_of(demo, one, number=2)["receipts"]
    assert len(rows_of_log(house)) == log  # reading is no deed
    answer(house, code, "已断电")
    assert new(house)[0] == {code: 1}


def test_own_words_are_never_new_and_writing_reads_nothing(house, sent):
    _one, code = sent
    answer(house, code, "收到")
    say(house, code, "先断电")
    assert new(house)[0] == {code: 1} and new(house, OTHER)[0] == {code: 2}
    namesake = replace(OTHER, name=DUTY.name, key="account:other")
    assert new(house, namesake)[0] == {code: 2}  # who has the same name is not the same


def test_what_was_said_before_one_came_or_before_reading_was_kept_is_not_new(house, sent):
    _one, code = sent
    answer(house, code, "收到")
    late = replace(OTHER, key="account:late")
    with house.engine.begin() as connection:
        add_account(connection, "late", Seat(name="后来", role="duty_officer"), WALL.replace(year=2100))
    assert new(house, late)[0] == {} and new(house, OTHER)[0] == {code: 1}
    do(house, hear, code, 10**9, replace(OTHER, name=""))  # as the upgrade writes it
    assert new(house, OTHER)[0] == {}
    answer(house, code, "已断电")
    assert new(house, OTHER)[0] == {code: 1}


def test_what_cannot_be_read_says_nothing_of_sending(demo, house, sent):
    told = hears(demo, code="D20200101-9999-01", upto="1")
    assert told == {"sign": "s", "refused": "没有这个任务"}


def test_the_queue_marks_the_subject_and_no_other_desk_is_told_of_reading(house, sent):
    one, code = sent
    before = _revision(house)
    answer(house, code, "收到")
    drawn = queue_drawn(house, View(), "all", "duty_officer", 1)["queue"]
    after = _revision(house)
    assert "未读 1" in drawn and after["dispatch"] > before["dispatch"]
    do(house, hear, code, 10**9, DUTY)
    do(house, hear, code, 10**9, DUTY)  # read already
    do(house, hear, code, 1, DUTY)  # and nothing becomes new again
    assert _revision(house) == after and new(house)[1] == {}
    assert "未读留言" not in queue_drawn(house, View(), "all", "duty_officer", 1)["queue"]
    assert board(house, one).desk.unread == {}  # who only looks on has nothing to read


def _revision(house):
    with house.engine.connect() as connection:
        return revisions(connection)


def test_a_county_reads_nothing_of_another_and_cannot_say_that_it_did(house, sent):
    _one, code = sent
    answer(house, code, "收到")
    other = rows(house, region, region.c.level == 2)[1]
    far = replace(DUTY, scope=Scope(cells=((other.lo, other.hi),)))
    assert new(house, far, far.scope) == ({}, {})
    with pytest.raises(UnknownThing):
        do(house, hear, code, 1, far)
    with pytest.raises(UnknownThing):
        do(house, hear, "D20200101-9999-01", 1, DUTY)


def test_what_is_over_is_no_longer_new(house, sent):
    _one, code = sent
    answer(house, code, "收到")
    with house.engine.begin() as connection:
        connection.execute(task.update().where(task.c.code == code).values(ended_at=house.clock.now()))
    assert new(house) == ({}, {})


def test_a_demo_is_laid_anew_where_somebody_has_read_and_called(house, sent):
    _one, code = sent
    answer(house, code, "收到")
    do(house, hear, code, 10**9, DUTY)
    with house.engine.connect() as connection, connection.begin() as turn:
        clear_responders(connection)
        left = [table.name for table in OURS if connection.scalar(select(func.count()).select_from(table))]
        assert left == [] and swap_fact(connection, KEY, None, "made")  # calls can be made anew
        turn.rollback()
