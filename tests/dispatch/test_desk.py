"""The queue of the dispatch desk: what is late first, everything counted, nothing of elsewhere."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from data.commands.warnings import NewWarning, move_warning, raise_warning
from data.engine import writing
from data.errors import BadInput, UnknownRegion
from data.queries import dispatch_queue
from data.queries.dispatch_queue import CHIPS, queue
from data.queries.underway import underway
from data.schema import event, event_history, region, task
from data.scope import EVERY_CELL, Scope
from data.view import View
from tests.called import on
from tests.dispatch.town import DUTY, flood, send

MINUTE = timedelta(minutes=1)
EAST = Scope(cells=((1, 16),))


def due(house, number, minutes, **more):
    """The event's deadline, so many minutes from now."""
    with writing(house.engine) as connection:
        moment = house.clock.now() + minutes * MINUTE
        connection.execute(update(event).where(event.c.id == number).values(deadline_at=moment, **more))


def warn(house, colour=2, level=3, n=0):
    now = house.clock.now()
    with writing(house.engine) as connection:
        places = connection.scalars(select(region.c.id).where(region.c.level == level).order_by(region.c.lo)).all()
        told = {"field": "rain", "title": "暴雨", "colour": colour, "words": "雨大", "region_id": places[n], "at": now}
        return raise_warning(connection, NewWarning(**told, origin="气象台", provenance="simulated"), DUTY, now)


def called(house, number, minutes, **more):
    """A whistle was blown: whoever was called is to be there in so many minutes."""
    told = {"called_agency": "a.town", "called_due_at": house.clock.now() + minutes * MINUTE, "arrived_at": None}
    with writing(house.engine) as connection:
        connection.execute(update(event).where(event.c.id == number).values(**(told | more)))


def keys(house, chip="all", me="", scope=DUTY.scope, view=None):
    return [one.key for one in queue(house, view or View(), scope, chip, me).rows]


def test_what_is_late_comes_first_then_what_is_due_next_then_what_has_no_deadline(house):
    soon, late, later, very_late = (flood(house, cell) for cell in (1, 2, 3, 4))
    for number, minutes in ((late, -5), (later, 500), (very_late, -600)):
        due(house, number, minutes)
    seen = warn(house)
    with writing(house.engine) as connection:
        move_warning(connection, seen, "acknowledge", DUTY, house.clock.now(), house.clock.now())
    told = warn(house, colour=1, n=1)  # red: to be confirmed within 5 minutes; as grave as it gets
    due(house, soon, 5)  # told last: its second may be a later one, never an earlier
    order = [on(house, very_late), on(house, late), on(house, told, "warning"), on(house, soon), on(house, later)]
    assert keys(house) == [*order, on(house, seen, "warning")]
    found = queue(house, View(), DUTY.scope)
    assert found.counts == {"all": 6, "warning": 2, "waiting": 5, "late": 2, "mine": 0}
    assert [one.late(found.now) for one in found.rows] == [True, True, False, False, False, False]


def test_a_whistle_has_a_clock_of_its_own_that_takes_part_in_the_order(house):
    first, second, third = (flood(house, cell) for cell in (1, 2, 3))
    for number, minutes in ((first, 10), (second, 400), (third, 500)):
        due(house, number, minutes)
    called(house, second, 5)
    called(house, third, -3)
    found = queue(house, View(), DUTY.scope)
    assert [one.key for one in found.rows] == [on(house, number) for number in (third, second, first)]
    assert [one.called for one in found.rows] == [True, True, False]
    assert [one.due - one.since for one in found.rows][0] == 30 * MINUTE
    assert found.counts == {"all": 3, "warning": 0, "waiting": 3, "late": 1, "mine": 0}
    assert keys(house, "late") == [on(house, third)]
    called(house, third, -3, arrived_at=house.clock.now())
    assert keys(house) == [on(house, number) for number in (second, first, third)]
    assert keys(house, scope=Scope(cells=((1, 1),))) == [on(house, first)]


def test_a_deadline_that_comes_before_the_whistle_is_the_one_that_is_shown(lone_house):
    number = flood(lone_house)
    due(lone_house, number, 2)
    called(lone_house, number, 20)
    one = queue(lone_house, View(), DUTY.scope).rows[0]
    assert one.called and one.due - lone_house.clock.now() < 3 * MINUTE
    past = queue(lone_house, View(at=lone_house.clock.now() + 21 * MINUTE), DUTY.scope)
    assert (past.counts["late"], past.rows[0].called) == (1, True)


def test_every_chip_lists_as_many_as_it_counts(house):
    first, second, third = (flood(house, cell) for cell in (1, 2, 3))
    due(house, second, -3)
    due(house, third, 30, suspended_at=house.clock.now())
    warn(house)
    send(house, first)
    for chip in CHIPS:
        found = queue(house, View(), DUTY.scope, chip, DUTY.name)
        assert len(found.rows) == found.counts[chip], chip
        assert found.paused == 1
    assert keys(house, "mine", DUTY.name) == [on(house, first)]
    assert keys(house, "mine", "别人") == []


def test_an_order_says_what_is_awaited_and_by_when(house):
    number = flood(house)
    due(house, number, 300)
    send(house, number)
    assert [one.state for one in queue(house, View(), DUTY.scope).rows] == ["window"]
    now = house.clock.now()
    with writing(house.engine) as connection:
        told = {"state": "sent", "sent_at": now, "accept_by": now + 5 * MINUTE}
        connection.execute(update(task).where(task.c.alone == 1).values(**told))
        connection.exec_driver_sql("UPDATE dispatch SET state = 'final'")
    one = queue(house, View(), DUTY.scope).rows[0]
    assert (one.state, one.due) == ("receipt", now.replace(microsecond=0) + 5 * MINUTE)
    with writing(house.engine) as connection:
        late = {"accept_by": now - MINUTE}
        connection.execute(update(task).where(task.c.alone == 1).values(**late))
    assert queue(house, View(), DUTY.scope).counts["late"] == 1
    with writing(house.engine) as connection:
        gone = {"state": "departed", "arrive_by": now + 9 * MINUTE}
        connection.execute(update(task).where(task.c.alone == 1).values(**gone))
    assert queue(house, View(), DUTY.scope).rows[0].state == "coming"
    with writing(house.engine) as connection:
        first = connection.scalar(select(func.min(task.c.id)).where(task.c.alone == 1))
        connection.execute(update(task).where(task.c.id == first).values(state="refused", ended_at=now))
    assert queue(house, View(), DUTY.scope).rows[0].state == "short"


def test_nothing_of_elsewhere_is_listed_counted_or_under_way(house):
    near, far = flood(house, 1), flood(house, 32)
    warn(house, n=3)
    send(house, far)
    found = queue(house, View(), EAST)
    assert [one.key for one in found.rows] == [on(house, near)]
    assert found.counts == {"all": 1, "warning": 0, "waiting": 1, "late": 0, "mine": 0}
    with house.engine.connect() as connection:
        assert on(house, far) not in underway(connection, Scope(cells=((1, 2),)))
    code = _code(house, 32)
    with pytest.raises(UnknownRegion):
        queue(house, View(region=code), EAST)


def test_who_is_bound_to_an_agency_sees_its_cases_and_no_other(house):
    mine, _other = flood(house, 1), flood(house, 2)
    due(house, mine, 20, agency="a.town")
    bound = Scope(cells=(EVERY_CELL,), departments=("a.town",))
    found = queue(house, View(), bound)
    assert [one.key for one in found.rows] == [on(house, mine)]
    assert found.counts["all"] == 1


def test_no_more_are_listed_than_can_be_read_and_all_are_counted(lone_house, monkeypatch):
    monkeypatch.setattr(dispatch_queue, "MOST", 3)
    for cell in range(1, 7):
        due(lone_house, flood(lone_house, cell), cell)
    found = queue(lone_house, View(), DUTY.scope)
    assert (len(found.rows), found.counts["all"]) == (3, 6)
    assert [one.cells[0] for one in found.rows] == [1, 2, 3]


def test_a_chip_there_is_not_is_refused(lone_house):
    with pytest.raises(BadInput):
        queue(lone_house, View(), DUTY.scope, "urgent")


def test_a_moment_past_shows_what_was_open_then(lone_house):
    flood(lone_house)
    now = lone_house.clock.now()
    assert keys(lone_house, view=View(at=now - timedelta(days=1))) == []
    assert len(keys(lone_house, view=View(at=now + MINUTE))) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(minutes=st.lists(st.integers(-500, 500).filter(bool), min_size=1, max_size=8))
def test_the_order_is_that_of_the_deadlines_whatever_they_are(lone_house, minutes):
    with writing(lone_house.engine) as connection:
        connection.execute(delete(event))
        connection.execute(delete(event_history))
    for n, left in enumerate(minutes):
        due(lone_house, flood(lone_house, n + 1), left)
    found = queue(lone_house, View(), DUTY.scope)
    assert [one.due for one in found.rows] == sorted(one.due for one in found.rows)
    assert found.counts["late"] == sum(left < 0 for left in minutes) == sum(one.late(found.now) for one in found.rows)


def _code(house, cell):
    with house.engine.connect() as connection:
        found = select(region.c.code).where(region.c.level == 3, region.c.lo <= cell, region.c.hi >= cell)
        return connection.scalar(found)
