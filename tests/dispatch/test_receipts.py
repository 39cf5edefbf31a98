"""Receipts: in their order, each once, late words of channels too; the event goes along; lateness goes up the chain."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from data.commands.dispatch_life import finalize
from data.commands.dispatch_overdue import tell_overdue
from data.commands.dispatch_receipts import Told, receive
from data.commands.revisions import bump
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownThing
from data.queries.accountability import ranked
from data.queries.asks import asks
from data.queries.dispatches import dispatch_whole
from data.schema import dispatch, dispatch_step, event, outbox, responder, task
from data.scope import EVERY_CELL, Scope
from data.sitter import sitting_down
from tests.dispatch.town import DUTY, FIELD, WALL, do, flood, rows, send

LATER = WALL + timedelta(seconds=16)
WAY = ("delivered", "read", "accepted", "departed", "arrived", "done")


@pytest.fixture
def order(house):
    made = send(house, flood(house), whistle="a.town")
    do(house, finalize, house.clock.now(), LATER)
    return made


def tell(house, code, what, words="说明", actor=FIELD, **more):
    told = Told(task=code, what=what, words=words, **more)
    return do(house, receive, house.settings.photos_dir, told, actor, house.clock.now())


def alone(house):
    return rows(house, task, task.c.alone == 1)


def test_a_task_goes_its_way_and_the_event_with_it(house, order):
    first, *others = alone(house)
    stages = []
    for what in WAY[:-1]:
        tell(house, first.code, what)
        stages.append(rows(house, event)[0].stage)
    assert stages == ["assigned", "assigned", "handling", "handling", "handling"]
    assert rows(house, event)[0].arrived_at is not None  # who was called with the order has come
    for one in others:
        tell(house, one.code, "refused")
    tell(house, first.code, "done", "已抽排")
    assert rows(house, event)[0].stage == "answered"
    assert rows(house, dispatch)[0].state == "done"
    assert {row.ended_at is None for row in rows(house, task)} == {False}


def test_a_receipt_told_again_is_the_same_one(house, order):
    code = alone(house)[0].code
    tell(house, code, "accepted", key="phone-1")
    tell(house, code, "accepted", key="phone-1")
    tell(house, code, "accepted", key="phone-2")
    assert [row.move for row in rows(house, dispatch_step)].count("accepted") == 1


def test_a_channel_that_is_slower_than_the_person_changes_no_state(house, order):
    code = alone(house)[0].code
    tell(house, code, "accepted")
    tell(house, code, "delivered")
    found = rows(house, task, task.c.code == code)[0]
    assert found.state == "accepted" and found.delivered_at is not None


@pytest.mark.parametrize("what", ["departed", "arrived", "done"])
def test_nobody_skips_accepting(house, order, what):
    with pytest.raises(DispatchRefused, match="不能登记"):
        tell(house, alone(house)[0].code, what)


def test_a_refusal_says_why_and_lets_its_responder_go(house, order):
    one = alone(house)[0]
    with pytest.raises(BadInput, match="理由"):
        tell(house, one.code, "refused", words="")
    tell(house, one.code, "refused", words="车辆故障")
    with house.engine.connect() as connection:
        code = connection.scalar(select(responder.c.code).where(responder.c.id == one.responder_id))
    assert send(house, flood(house, 2), key="two", responders=(code,))["state"] == "held"


def test_positions_move_the_responder_and_an_older_one_does_not(house, order):
    one, now = alone(house)[0], house.clock.now()
    do(house, receive, house.settings.photos_dir, Told(task=one.code, lon=119.5, lat=25.5, at=now), FIELD, now)
    ago = now - timedelta(minutes=9)
    do(house, receive, house.settings.photos_dir, Told(task=one.code, lon=118.0, lat=25.5, at=ago), FIELD, now)
    with house.engine.connect() as connection:
        where = connection.execute(
            select(responder.c.lon, responder.c.seen_by).where(responder.c.id == one.responder_id)
        )
        assert where.one() == (119.5, "phone")


def test_what_is_held_or_elsewhere_has_no_receipts(house):
    send(house, flood(house))
    code = alone(house)[0].code
    with pytest.raises(UnknownThing):
        tell(house, code, "read")
    do(house, finalize, house.clock.now(), LATER)
    with pytest.raises(UnknownThing):
        tell(house, code, "read", actor=replace(FIELD, scope=Scope(cells=((29, 32),))))
    with pytest.raises(Forbidden):
        tell(house, code, "read", actor=replace(FIELD, role="resident"))


def test_what_nobody_accepts_goes_up_the_chain_link_by_link_and_each_link_once(house, order):
    now = house.clock.now()
    count = len(alone(house))  # desks of the chain are only told
    assert do(house, tell_overdue, now, LATER) == 0
    for minutes in (6, 12, 18):
        late = now + timedelta(minutes=minutes)
        assert do(house, tell_overdue, late, LATER) == count
        assert do(house, tell_overdue, late, LATER) == 0
    assert do(house, tell_overdue, now + timedelta(minutes=40), LATER) == 0
    told = [row.words for row in rows(house, dispatch_step, dispatch_step.c.move == "late")]
    assert len(told) == 3 * count and any("测试市 值班长-001" in words for words in told)
    assert len(rows(house, outbox, outbox.c.kind == "late")) == 3 * count * 2


def test_who_accepts_in_time_is_late_only_when_he_does_not_come(house, order):
    now = house.clock.now()
    for one in rows(house, task):
        tell(house, one.code, "accepted")
    assert do(house, tell_overdue, now + timedelta(minutes=6), LATER) == 0
    assert do(house, tell_overdue, now + timedelta(hours=2), LATER) == len(alone(house))


def test_a_whole_order_tells_its_history_and_masks_phones_and_agencies_are_summed_up(house, order):
    with house.engine.begin() as connection:
        bump(connection, "crews")
        connection.execute(update(responder).values(agency="a.town"))
    tell(house, alone(house)[0].code, "accepted")
    with house.engine.connect() as connection:
        found = dispatch_whole(connection, order["code"], DUTY.scope)
        since = house.clock.now() - timedelta(hours=1)
        asked = ranked(connection, asks(connection, sitting_down(DUTY), EVERY_CELL, since, house.clock.now()))
    assert found["tasks"][0]["responder"]["phone"] == "100****0000" and found["accepted"] == 1
    assert [step["move"] for step in found["history"]][:2] == ["order", "final"]
    assert asked[0]["agency"] == "a.town" and asked[0]["prompt"] == 1
    assert asked[0]["asked"] == len(rows(house, task)) + asked[0]["whistles"]
