"""Faulty data go back to whose they are; they are mended, answered, verified by measure, or sent back again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from data.commands.returns import MOVES, Sending, move_lot, send_back
from data.engine import writing
from data.errors import BadInput, Forbidden, ReturnRefused, UnknownThing
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.faults import faults_in
from data.queries.regions import region_of
from data.queries.returns import LATE, ReturnFilters, listed, lot_of, waiting_for
from data.return_words import OVER, RETURN_STATES, RETURN_STEPS, WITH_OWNER
from data.returns.measure import check_daily
from data.schema import gauge_now, quarantine, record, region, source_return, source_step, station
from data.scope import EVERY_CELL, Scope
from data.times import day_number, local
from data.view import View

ALL = Scope.guest()
OFFICER = Actor(name="值班员-001", role="duty_officer", scope=ALL)


def faults(house, scope=ALL, here=""):
    with house.engine.connect() as connection:
        return faults_in(house.settings, connection, here, scope, house.clock.now())


def lacks(house):
    """Gaps of one town's ledgers that were not sent back yet."""
    found = [one for one in faults(house) if one.kind == "record" and one.agency and not one.sent]
    return [one for one in found if one.agency == found[0].agency]


def sent(house, some, actor=OFFICER, days=3, **more):
    now = house.clock.now()
    due = local(now).date() + timedelta(days=days)
    told = {"keys": [one.key for one in some], "to": some[0].agency, "region": "", "words": "缺项，请补齐", "due": due}
    with writing(house.engine) as connection:
        return send_back(house.settings, connection, Sending(**told | more), actor, now, "measured")


def moved(house, code, what, actor=OFFICER, **more):
    now = house.clock.now()
    told = {"words": "已核对", "due": f"{local(now).date() + timedelta(days=5):%Y-%m-%d}"} | more
    with writing(house.engine) as connection:
        return move_lot(house.settings, connection, code, what, told, actor, now)


def owner_of(row, **more):
    return Actor(name="镇街-001", role="agency", scope=Scope(cells=ALL.cells, departments=(row["agency"],), **more))


def mend(house, fault):
    """Every record of the town gets what it lacks."""
    name = fault.key.split(":")[1].split(".", 1)[1]
    with writing(house.engine) as connection:
        one = dictionary(connection).fields[name]
        here = region_of(connection, fault.region, ALL)
        value = next(iter(one.codes), "2001-01-01")
        inside = (record.c.subject == one.subject, record.c.cell_id.between(here.lo, here.hi))
        connection.execute(update(record).where(*inside).values({one.slot: value}))


def test_a_lot_goes_to_its_owner_is_mended_answered_and_closed_by_what_is_measured(house):
    some = lacks(house)[:2]
    row = sent(house, some)
    assert {one.sent for one in faults(house) if one.key in {fault.key for fault in some}} == {row["code"]}
    with pytest.raises(ReturnRefused, match="已在"):
        sent(house, some)
    with pytest.raises(Forbidden):
        moved(house, row["code"], "answer", OFFICER)
    mend(house, some[0])
    assert moved(house, row["code"], "answer", owner_of(row))["state"] == "answered"
    lot = lot_of(house, row["code"], ALL)
    assert (lot.left, [one["standing"] for one in lot.steps]) == (1, [1, 2])
    assert some[0].key not in {one.key for one in faults(house)}, "what is measured anew is told at once"
    with pytest.raises(ReturnRefused, match="还有 1 项"):
        moved(house, row["code"], "close")
    mend(house, some[1])
    closed = moved(house, row["code"], "close")
    assert closed["state"] == "closed" and closed["ended_at"] == house.clock.now()
    assert [one["what"] for one in lot_of(house, row["code"], ALL).steps] == ["close", "answer", "send"]


def test_it_may_be_closed_though_something_stands_and_be_sent_back_again_with_a_new_term(house):
    row = sent(house, lacks(house)[:1])
    moved(house, row["code"], "answer", owner_of(row))
    again = moved(house, row["code"], "again", due=f"{local(house.clock.now()).date() + timedelta(days=9):%Y-%m-%d}")
    assert (again["state"], again["rounds"], again["answered_at"]) == ("again", 2, None)
    assert again["due_day"] == day_number(house.clock.now()) + 9
    moved(house, row["code"], "object", owner_of(row))
    with pytest.raises(ReturnRefused):
        moved(house, row["code"], "close")
    moved(house, row["code"], "again")
    moved(house, row["code"], "answer", owner_of(row))
    assert moved(house, row["code"], "close", though="1")["state"] == "closed"


def test_only_what_is_wrong_now_goes_back_to_a_department_of_the_place_with_reason_and_term(house):
    some = lacks(house)[:1]
    for wrong, error in (
        ({"words": " "}, BadInput),
        ({"words": "长" * 501}, BadInput),
        ({"keys": []}, BadInput),
        ({"days": -1}, BadInput),
        ({"days": 400}, BadInput),
        ({"to": "nobody"}, BadInput),
        ({"keys": ["record:residents.person.sex:000000"]}, ReturnRefused),
    ):
        with pytest.raises(error):
            sent(house, some, **wrong)
    bound = Actor(name="处室", role="duty_officer", scope=Scope(cells=ALL.cells, departments=(some[0].agency,)))
    for actor in (bound, Actor(name="网格员", role="grid_staff", scope=ALL), owner_of({"agency": some[0].agency})):
        with pytest.raises(Forbidden):
            sent(house, some, actor)
    with house.engine.connect() as connection:
        elsewhere = connection.execute(
            select(region).where(region.c.level == 3, region.c.lo > some[0].hi, region.c.tree == "spine")
        ).first()
    if elsewhere is not None:
        narrow = Scope(cells=((elsewhere.lo, elsewhere.hi),))
        with pytest.raises(ReturnRefused):
            sent(house, some, Actor(name="外镇", role="leader", scope=narrow))


def test_an_owner_sees_what_came_back_to_him_and_nobody_elses(house):
    row = sent(house, lacks(house)[:1])
    mine, other = Scope(cells=ALL.cells, departments=(row["agency"],)), Scope(cells=ALL.cells, departments=("nobody",))
    with house.engine.connect() as connection:
        today = day_number(house.clock.now())
        assert waiting_for(connection, mine, EVERY_CELL, today)[0] >= 1
        assert waiting_for(connection, other, EVERY_CELL, today) == (0, 0)
    assert row["code"] in {one["code"] for one in listed(house, View(), mine, ReturnFilters()).rows}
    assert listed(house, View(), other, ReturnFilters()).rows == []
    with pytest.raises(UnknownThing):
        lot_of(house, row["code"], other)
    assert {one.agency for one in faults(house, mine)} == {row["agency"]}
    assert lot_of(house, row["code"], mine).steps[0]["actor"] == "", "who it was is for those who may know people"


def test_a_lot_past_its_term_is_late_until_it_is_answered(house):
    row = sent(house, lacks(house)[:1])
    with writing(house.engine) as connection:
        past = day_number(house.clock.now()) - 1
        connection.execute(update(source_return).where(source_return.c.code == row["code"]).values(due_day=past))
    late = listed(house, View(), ALL, ReturnFilters(state=LATE))
    assert row["code"] in {one["code"] for one in late.rows} and late.counts[LATE] == len(late.rows)
    moved(house, row["code"], "answer", owner_of(row))
    assert row["code"] not in {one["code"] for one in listed(house, View(), ALL, ReturnFilters(state=LATE)).rows}


def test_a_silent_station_and_rows_in_the_quarantine_are_faults_until_they_are_mended(house):
    now = house.clock.now()
    with writing(house.engine) as connection:
        mute = connection.execute(select(station).limit(1)).one()
        connection.execute(gauge_now.delete())
        told = {"door": "api", "origin": "某系统", "profile": "", "raw": "{}", "fault": "missing", "reason": "没有标题"}
        connection.execute(insert(quarantine).values(told | {"at": now, "state": "waiting"}))
    found = {one.key: one for one in faults(house)}
    assert found[f"station:{mute.code}"].kind == "station"
    kept = next(one for one in found.values() if one.kind == "quarantine")
    assert (kept.agency, kept.told) == ("", "没有标题")
    with house.engine.connect() as connection:
        office = next(one.agency for one in found.values() if one.agency)
        here = connection.scalar(select(region.c.code).where(region.c.level == 2, region.c.tree == "spine"))
    assert not [one for one in faults(house, here=str(here)) if one.kind == "quarantine"], "of the whole city alone"
    row = sent(house, [kept], to=office)
    assert lot_of(house, row["code"], ALL).left == 1
    with writing(house.engine) as connection:
        connection.execute(update(quarantine).values(state="dropped"))
    assert lot_of(house, row["code"], ALL).left == 0


def test_what_ledgers_lack_is_counted_once_a_day(house):
    now = house.clock.now()
    some = lacks(house)[0]
    assert not check_daily(house, now), "the demo has counted today"
    mend(house, some)
    assert some.key in {one.key for one in faults(house)}
    assert check_daily(house, now + timedelta(days=1))
    assert some.key not in {one.key for one in faults(house)}


def test_sums_by_owner_are_the_sums_of_the_list_and_files_hold_every_filter(house):
    sent(house, lacks(house)[:2])
    found = listed(house, View(), ALL, ReturnFilters())
    assert sum(found.counts[name] for name in RETURN_STATES) == found.total == len(found.rows)
    for name in RETURN_STATES:
        assert listed(house, View(), ALL, ReturnFilters(state=name)).total == found.counts[name]
    for one in found.owners:
        assert listed(house, View(), ALL, ReturnFilters(owner=one["agency"])).total == sum(
            one[name] for name in RETURN_STATES
        )


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_every_way_through_the_moves_stays_within_the_states_and_ends_for_good(moves):
    state = "sent"
    for name in moves:
        if state in MOVES[name].begins:
            assert state not in OVER
            state = MOVES[name].to or state
        assert state in RETURN_STATES
    assert {*MOVES} | {"send"} == {*RETURN_STEPS} and {*WITH_OWNER} <= {*RETURN_STATES}


def test_a_history_is_added_to_by_each_move_and_two_at_once_make_one(house):
    row = sent(house, lacks(house)[:1])
    with house.engine.connect() as connection:
        steps = select(func.count()).select_from(source_step).where(source_step.c.return_id == row["id"])
        assert connection.scalar(steps) == 1
        moved(house, row["code"], "term")
        moved(house, row["code"], "withdraw")
        with pytest.raises(ReturnRefused):
            moved(house, row["code"], "withdraw")
    with house.engine.connect() as connection:
        assert connection.scalar(steps) == 3
