"""Lateness: each limit goes up the chain from its own beginning; drafts lapse; the desks that are told see it."""

import json
from datetime import timedelta

import pytest

from components.dispatch_queue import queue_drawn
from data.commands.dispatch_life import confirm, finalize
from data.commands.dispatch_overdue import LAPSES, anyone_late, tell_overdue
from data.commands.dispatch_receipts import Told, receive
from data.commands.moves import move
from data.errors import DispatchRefused
from data.queries.dispatch_case import moves_of
from data.queries.underway import underway
from data.schema import dispatch, dispatch_step, outbox, region, responder, task
from data.view import View
from tests.called import on
from tests.dispatch.town import CHIEF, DUTY, FIELD, WALL, do, flood, rows, send

LATER = WALL + timedelta(seconds=16)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def order(house):
    made = send(house, flood(house), responders=("team-1",))
    do(house, finalize, house.clock.now(), LATER)
    return made


def alone(house):
    return next(row for row in rows(house, task) if row.alone)


def tell(house, what, at):
    told = Told(task=alone(house).code, what=what, at=at, words="说明")
    return do(house, receive, house.settings.photos_dir, told, FIELD, at)


def overdue(house, at):
    return do(house, tell_overdue, at, LATER)


def words(house):
    return [row.words for row in rows(house, dispatch_step, dispatch_step.c.move == "late")]


def test_who_was_slow_to_accept_is_late_again_when_he_does_not_come_and_when_he_does_not_finish(house, order):
    now = house.clock.now()
    assert [overdue(house, now + n * MINUTE) for n in (6, 12, 18, 24)] == [1, 1, 1, 0]
    tell(house, "accepted", now + 25 * MINUTE)
    assert (alone(house).late, alone(house).late_at) == (0, None)
    assert [overdue(house, now + n * MINUTE) for n in (120, 126, 132, 138)] == [1, 1, 1, 0]
    tell(house, "arrived", now + 140 * MINUTE)
    assert alone(house).done_by - alone(house).arrived_at == 240 * MINUTE
    assert [overdue(house, now + n * MINUTE) for n in (379, 381, 387, 393, 399)] == [0, 1, 1, 1, 0]
    tell(house, "done", now + 400 * MINUTE)
    with house.engine.connect() as connection:
        assert not anyone_late(connection, now + 500 * MINUTE)
    told = words(house)
    assert [one.split("超时")[0].split(" ")[1] for one in told] == ["签收"] * 3 + ["到场"] * 3 + ["办结"] * 3
    assert all("已报 测试市 值班长-001" in told[n] for n in (2, 5, 8))


def test_each_link_is_told_at_its_own_desk_and_desks_of_the_chain_are_not_late_themselves(house, order):
    now = house.clock.now()
    assert any(not row.alone for row in rows(house, task))
    for n in (6, 12, 18):
        overdue(house, now + n * MINUTE)
    desks = {row.code for row in rows(house, responder, responder.c.kind == "desk")}
    inside = [row.address for row in rows(house, outbox, outbox.c.kind == "late", outbox.c.channel == "app")]
    assert len(inside) == 3 and set(inside[:2]) <= desks
    assert not any(row.late for row in rows(house, task) if not row.alone)


def test_the_queue_and_the_history_say_how_far_up_it_was_told(lone_house):
    house, now = lone_house, lone_house.clock.now()
    number = flood(house)
    send(house, number, responders=("team-1",))
    do(house, finalize, now, LATER)
    home = rows(house, responder, responder.c.code == "team-1")[0].region_id
    town = rows(house, region, region.c.id == home)[0]
    marks = []
    for n in (6, 12, 18):
        overdue(house, now + n * MINUTE)
        with house.engine.connect() as connection:
            marks.append(underway(connection, DUTY.scope)[on(lone_house, number)].told)
            moves = moves_of(connection, f"event:{number}", DUTY.scope, now + n * MINUTE)
    assert marks == [1, 2, 3]
    assert any(f"已报 {town.name}" in one["words"] for one in moves if one["move"] == "late")
    assert "已报市" in queue_drawn(house, View(), "all", "duty_officer", 1)["queue"]


def test_a_draft_is_told_to_the_chiefs_and_at_last_lets_its_people_go(house):
    now = house.clock.now()
    far = next(row for row in rows(house, responder, responder.c.code == "team-2"))
    made = send(house, flood(house), responders=(far.code,))
    assert made["state"] == "drafted"
    assert [overdue(house, now + n * MINUTE) for n in (4, 6, 12, 18)] == [0, 1, 1, 0]
    assert len(words(house)) == 2 and all(made["code"] in one and "待值班长确认超时" in one for one in words(house))
    assert overdue(house, now + LAPSES + MINUTE) == 1 and overdue(house, now + LAPSES + 2 * MINUTE) == 0
    [row] = rows(house, dispatch)
    assert row.state == "cancelled" and all(one.ended_at for one in rows(house, task))
    assert {one.state for one in rows(house, outbox, outbox.c.kind == "order")} == {"dropped"}
    with pytest.raises(DispatchRefused):
        do(house, confirm, made["code"], CHIEF, now, LATER)
    assert send(house, flood(house, 2), key="again", responders=(far.code,))["id"]


def test_the_limits_of_a_draft_begin_when_the_chief_confirms_it(house):
    """Who hears of it after twenty minutes is not late the moment he hears."""
    made = send(house, flood(house), responders=("team-2",))
    now = rows(house, dispatch)[0].at
    drafted = alone(house)
    do(house, confirm, made["code"], CHIEF, now + 20 * MINUTE, LATER)
    waited = alone(house)
    assert waited.accept_by - drafted.accept_by == waited.arrive_by - drafted.arrive_by == 20 * MINUTE
    bodies = [json.loads(row.body) for row in rows(house, outbox, outbox.c.task_id == waited.id)]
    told = {(one["accept_by"], one["arrive_by"]) for one in bodies}
    assert told == {(waited.accept_by.isoformat(), waited.arrive_by.isoformat())}
    do(house, finalize, now + 21 * MINUTE, LATER + timedelta(seconds=16))
    assert overdue(house, now + 25 * MINUTE) == 0 and overdue(house, now + 27 * MINUTE) == 1


def test_an_order_that_no_server_made_final_for_an_hour_is_not_late_at_once(house):
    now = house.clock.now().replace(microsecond=0)
    send(house, flood(house), responders=("team-1",))
    do(house, finalize, now + 60 * MINUTE, LATER)
    assert alone(house).accept_by == now + 65 * MINUTE and overdue(house, now + 64 * MINUTE) == 0


def test_a_draft_on_what_has_ended_meanwhile_is_not_confirmed(house):
    number = flood(house)
    made = send(house, number, responders=("team-2",))
    now = house.clock.now()
    do(house, move, number, "reject", DUTY, now, now, reason="重复")
    with pytest.raises(DispatchRefused, match="已结束"):
        do(house, confirm, made["code"], CHIEF, now, LATER)
    assert [row.state for row in rows(house, dispatch)] == ["drafted"]


def test_the_queue_counts_down_to_the_chiefs_confirmation(lone_house):
    send(lone_house, flood(lone_house), responders=("team-2",))
    with lone_house.engine.connect() as connection:
        [one] = underway(connection, DUTY.scope).values()
    assert (one.state, one.due - one.since) == ("confirm", 5 * MINUTE)


def test_the_history_keeps_the_newest_steps_however_many_quiet_ones_there_are(lone_house):
    house, number = lone_house, flood(lone_house)
    made = send(house, number, responders=("team-1",))
    now = house.clock.now()
    do(house, finalize, now, LATER)
    step = {"dispatch_id": made["id"], "task_id": alone(house).id, "at": now, "recorded_at": now}
    quiet = [step | {"move": "position", "actor": "现场", "role": "system"} for _n in range(230)]
    with house.engine.begin() as connection:
        connection.execute(dispatch_step.insert(), quiet)
    tell(house, "refused", now)
    with house.engine.connect() as connection:
        told = moves_of(connection, f"event:{number}", DUTY.scope, now)
    assert [one["move"] for one in told][0] == "order" and "position" not in {one["move"] for one in told}
    refused = next(one for one in told if one["move"] == "refused")
    assert (refused["who"], refused["words"]) == ("team-001", "说明")
