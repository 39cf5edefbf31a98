"""Orders: exactly once, held for their window, by those who may; the second officer learns who was first."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from data.commands.dispatch_life import cancel, confirm, finalize, hand_over, recall, urge
from data.commands.dispatch_receipts import Told, receive
from data.commands.outbox import send_due
from data.commands.revisions import bump
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownThing
from data.queries.dispatches import dispatch_whole
from data.schema import dispatch, dispatch_step, event, outbox, region, responder, task
from data.scope import Scope
from tests.dispatch.town import CHIEF, DUTY, OTHER, WALL, do, flood, rows, send, states

LATER = WALL + timedelta(seconds=16)


def final(house):
    return do(house, finalize, house.clock.now(), LATER)


def busy(house):
    return {row.responder_id for row in rows(house, task, task.c.ended_at.is_(None), task.c.alone == 1)}


def test_one_click_sends_the_recommended_after_the_window_and_not_before(house):
    one = flood(house)
    made = send(house, one)
    assert states(house)["dispatch"] == ["held"] and set(states(house)["outbox"]) == {"held"}
    assert send_due(house, LATER) == {} and do(house, finalize, house.clock.now(), WALL) == []
    assert final(house) == [made["id"]] and final(house) == []
    assert set(states(house)["task"]) == {"sent"}
    assert send_due(house, LATER)["sent"] == len(states(house)["task"])
    assert rows(house, event)[0].stage == "assigned"
    assert [row.move for row in rows(house, dispatch_step)] == ["order", "final", "life", "life"]


def test_the_same_key_is_the_same_order_and_another_request_under_it_is_refused(house):
    one = flood(house)
    first, again = send(house, one), send(house, one)
    assert first["code"] == again["code"] and len(rows(house, dispatch)) == 1
    with pytest.raises(BadInput, match="同一编号"):
        send(house, one, words="快")


def test_a_second_officer_is_told_who_was_first(house):
    one = flood(house)
    send(house, one)
    with pytest.raises(DispatchRefused, match=r"值班员-001 已于 .* 派出第 1 批"):
        send(house, one, key="two", actor=OTHER)
    assert len(rows(house, dispatch)) == 1
    with pytest.raises(DispatchRefused, match="已派足"):
        send(house, one, key="two", actor=CHIEF, seq=1)
    send(house, one, key="two", actor=CHIEF, seq=1, responders=("fire-4",))
    assert [row.n for row in rows(house, dispatch)] == [1, 2]


def test_of_many_who_send_the_same_team_at_the_same_moment_one_does(house):
    floods = [flood(house, cell) for cell in range(1, 7)]
    start = Barrier(len(floods))

    def sends(n):
        start.wait(20)
        try:
            return send(house, floods[n], key=str(n), responders=("vehicle-1",), confirmed=("vehicle-1",), chain=False)
        except DispatchRefused as error:
            return str(error)

    with ThreadPoolExecutor(len(floods)) as pool:
        told = list(pool.map(sends, range(len(floods))))
    assert sum(not isinstance(one, str) for one in told) == 1
    assert all("占用" in one for one in told if isinstance(one, str))
    assert len(rows(house, task)) == len(rows(house, dispatch)) == 1


def test_nobody_is_sent_twice_while_he_is_on_his_way(house):
    send(house, flood(house))
    with house.engine.connect() as connection:
        taken = connection.scalars(select(task.c.responder_id).where(task.c.alone == 1)).all()
        code = connection.scalar(select(responder.c.code).where(responder.c.id == taken[0]))
    with pytest.raises(DispatchRefused, match="占用"):
        send(house, flood(house, 2), key="two", responders=(code,))
    assert len(busy(house)) == len(taken)


def test_a_recall_within_the_window_frees_everyone_and_nobody_hears_of_it(house):
    made = send(house, flood(house))
    do(house, recall, made["code"], DUTY, house.clock.now(), WALL + timedelta(seconds=14))
    assert final(house) == [] and busy(house) == set()
    assert {one for of in states(house).values() for one in of} == {"recalled", "dropped"}
    assert send_due(house, LATER) == {}


def test_a_recall_is_too_late_after_the_window_and_a_clock_set_back_does_not_reopen_it(house):
    made = send(house, flood(house))
    with pytest.raises(DispatchRefused, match="已过撤回时间"):
        do(house, recall, made["code"], DUTY, house.clock.now(), WALL + timedelta(seconds=15))
    assert do(house, finalize, house.clock.now(), WALL - timedelta(hours=1)) == [made["id"]]
    with pytest.raises(DispatchRefused):
        do(house, recall, made["code"], DUTY, house.clock.now(), WALL - timedelta(hours=1))


def test_a_cancelled_order_tells_only_those_who_have_heard(house):
    made = send(house, flood(house))
    final(house)
    with house.engine.begin() as connection:
        first = connection.scalar(select(func.min(outbox.c.id)))
        connection.execute(update(outbox).where(outbox.c.id == first).values(state="sent"))
    do(house, cancel, made["code"], "误报", DUTY, house.clock.now(), LATER)
    told = rows(house, outbox, outbox.c.kind == "cancel")
    assert {row.task_id for row in told} == {rows(house, outbox)[0].task_id}
    assert busy(house) == set() and states(house)["dispatch"] == ["cancelled"]
    assert send_due(house, LATER + timedelta(seconds=1))["sent"] == 1  # the app; no webhook is set up here


def test_another_districts_forces_wait_for_the_chief(house):
    far = "vehicle-2"  # of the second county
    made = send(house, flood(house), responders=(far,))
    assert made["state"] == "drafted" and final(house) == []
    with pytest.raises(Forbidden, match="值班长"):
        do(house, confirm, made["code"], OTHER, house.clock.now(), WALL)
    do(house, confirm, made["code"], CHIEF, house.clock.now(), WALL)
    assert final(house) == [made["id"]]


def test_whoever_is_outside_the_scope_is_not_there(house):
    with house.engine.connect() as connection:
        home = connection.execute(select(event.c.cell_id)).all()
    assert home == []
    one = flood(house, 20)
    narrow = replace(DUTY, scope=Scope(cells=((1, 16),)))
    with pytest.raises(UnknownThing, match="没有这个事件"):
        send(house, one, actor=narrow)
    with pytest.raises(UnknownThing, match="没有这个处置力量"):
        send(house, flood(house, 2), actor=narrow, responders=("vehicle-2",))
    made = send(house, one, key="wide")
    with pytest.raises(UnknownThing, match="没有这个派遣"):
        do(house, recall, made["code"], replace(narrow, scope=Scope(cells=((5, 8),))), house.clock.now(), WALL)


def test_an_old_position_is_refused_until_somebody_confirms_it(house):
    with house.engine.begin() as connection:
        bump(connection, "responders")
        old = house.clock.now() - timedelta(minutes=31)
        connection.execute(update(responder).where(responder.c.code == "officer-4").values(seen_at=old))
    one = flood(house)
    with pytest.raises(DispatchRefused, match="先电话确认"):
        send(house, one, responders=("officer-4",))
    assert send(house, one, responders=("officer-4",), confirmed=("officer-4",))["state"] in ("held", "drafted")


def test_handing_over_and_urging_are_remembered_and_ends_allow_neither(house):
    made = send(house, flood(house))
    final(house)
    do(house, hand_over, made["code"], OTHER.name, DUTY, house.clock.now())
    assert do(house, urge, made["code"], "请尽快到场", DUTY, house.clock.now(), LATER) == len(rows(house, task))
    assert rows(house, dispatch)[0].holder == OTHER.name
    do(house, cancel, made["code"], "误报", DUTY, house.clock.now(), LATER)
    for command, given in ((hand_over, (OTHER.name, DUTY)), (cancel, ("误报", DUTY))):
        with pytest.raises(DispatchRefused):
            do(house, command, made["code"], *given, house.clock.now(), *([LATER] if command is cancel else []))


@pytest.mark.parametrize("role", ["resident", "grid_staff", "agency", "system"])
def test_only_the_duty_room_sends(lone_house, role):
    with pytest.raises(Forbidden):
        send(lone_house, flood(lone_house), actor=replace(DUTY, role=role))


def test_an_ended_event_gets_nobody(lone_house):
    one = flood(lone_house)
    with lone_house.engine.begin() as connection:
        connection.execute(update(event).values(ended_at=lone_house.clock.now(), stage="rejected"))
    with pytest.raises(DispatchRefused, match="已结束"):
        send(lone_house, one)


def test_who_only_lent_somebody_sees_the_order_and_moves_nothing_of_it(lone_house):
    there = rows(lone_house, region, region.c.level == 3)
    own = {row.code: row.region_id for row in rows(lone_house, responder, responder.c.kind == "team")}
    lent = next(code for code, home in own.items() if home == there[-1].id)
    near = next(code for code, home in own.items() if home == there[0].id)
    made = send(lone_house, flood(lone_house), responders=(near, lent))
    if made["state"] == "drafted":
        do(lone_house, confirm, made["code"], CHIEF, lone_house.clock.now(), WALL)
    final(lone_house)
    town = replace(DUTY, scope=Scope(cells=((there[-1].lo, there[-1].hi),), roles=("duty_officer",), clearance=2))
    told = do(lone_house, dispatch_whole, made["code"], town.scope)["tasks"]
    phones = {one["responder"]["code"]: one["responder"]["phone"] for one in told}
    assert phones[lent] == "10000000000" and "*" in phones[near]
    now = lone_house.clock.now()
    for move, more in ((cancel, ("误报",)), (urge, ("快",)), (recall, ())):
        with pytest.raises(Forbidden):
            do(lone_house, move, made["code"], *more, town, now, LATER)
    with pytest.raises(Forbidden):
        do(lone_house, hand_over, made["code"], "李四", town, now)
    codes = {one["responder"]["code"]: one["code"] for one in told}
    with pytest.raises(UnknownThing):
        do(lone_house, receive, lone_house.settings.photos_dir, Told(task=codes[near], what="accepted"), town, now)
    mine = do(lone_house, receive, lone_house.settings.photos_dir, Told(task=codes[lent], what="accepted"), town, now)
    assert mine["state"] == "accepted"
