"""The fire record of a thing: whether its check is due, what is open, and how soon the nearest brigade is there."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from data.commands.revisions import bump
from data.engine import writing
from data.queries.fire_record import EVERY, fire_record, judged
from data.schema import region, responder
from data.scope import Scope
from tests.blank import blank_house

GUEST = Scope.guest()


def thing(now, layer="school", **told):
    known = {name: value for name, value in told.items() if value is not None}
    return {"layer": layer, "lon": 119.0, "lat": 25.0, "attributes": known}


def checked(now, ago, **more):
    return thing(now, fire_checked=(now - ago).isoformat(), **more)


@pytest.fixture
def lone_house(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        yield house


@pytest.fixture
def station(lone_house):
    """A fire station about 11 km north of where the things stand."""
    with writing(lone_house.engine) as connection:
        place = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo).limit(1)).one()
        about = {"code": "FIRE-1", "name": "一号消防站", "kind": "fire", "region_id": place.id, "skills": "fire"}
        spot = {"lon": 119.0, "lat": 25.1, "seen_at": lone_house.clock.now(), "seen_by": "gps", "state": "idle"}
        bump(connection, "responders", "crews")
        row = about | spot | {"capacity": 8, "provenance": "simulated"}
        connection.execute(insert(responder).values(row))
    return place


@given(days=st.integers(0, 2_000), key=st.booleans())
def test_a_check_is_due_after_its_time_and_not_before(days, key):
    now, kind = datetime(2024, 7, 25, tzinfo=UTC), "key" if key else "general"
    row = checked(now, timedelta(days=days), fire_class=kind)
    found = judged(row, now)
    assert found.check == ("overdue" if timedelta(days=days) > EVERY[kind] else "done")
    assert (found.due_at < now) == (found.check == "overdue")


def test_what_was_never_checked_says_so_and_other_registers_have_no_record(lone_house):
    now = lone_house.clock.now()
    with lone_house.engine.connect() as connection:
        never = fire_record(connection, thing(now, fire_open=3), GUEST, now)
        assert (never.check, never.due_at, never.open) == ("never", None, 3)
        assert fire_record(connection, thing(now, layer="vessel"), GUEST, now) is None


def test_the_nearest_station_is_named_with_an_estimate_and_only_within_the_scope(lone_house, station):
    now = lone_house.clock.now()
    with lone_house.engine.connect() as connection:
        found = fire_record(connection, thing(now), GUEST, now)
        assert (found.station, found.km) == ("一号消防站", pytest.approx(11.1, abs=0.1))
        assert found.minutes == round(1 + found.km * 1.4 / 40 * 60)
        elsewhere = Scope(cells=((station.hi + 1, station.hi + 2),))
        none = fire_record(connection, thing(now), elsewhere, now)
        assert (none.station, none.km, none.minutes) == ("", None, None)
