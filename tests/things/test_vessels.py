"""Fishing vessels: which need attention and why, and who is told of it."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from data.commands.vessel_notices import notify
from data.errors import BadInput, Forbidden, UnknownThing
from data.life.actor import Actor
from data.queries.regions import region_of
from data.queries.things import ThingFilters, listed
from data.queries.vessel_states import Danger, judge, vessels_of
from data.queries.vessels import answer
from data.schema import feature, feature_notice, feature_person, outbox, region, storm, storm_point
from data.scope import Scope
from data.vessel_words import ATTENTION, VESSEL_STATES
from data.view import View
from tests.things.registers import NOW
from tests.warned import put_warning

GUEST = Scope.guest()
DUTY = Actor(name="值班员-001", role="duty_officer", scope=GUEST)
FRESH = (NOW - timedelta(minutes=30)).isoformat()


def vessel(connection, code, cell=1, lon=119.5, lat=25.0, phone="13800001234", **known):
    row = {"layer": "vessel", "code": code, "kind": "gillnet", "grade": 0, "name": f"渔船{code}", "cell_id": cell}
    more = {
        "lon": lon,
        "lat": lat,
        "attributes": {"position_at": FRESH} | known,
        "as_of": NOW,
        "provenance": "measured",
    }
    number = connection.scalar(insert(feature).values(row | more).returning(feature.c.id))
    if phone:
        person = {"feature_id": number, "level": 5, "role": "船长", "name": "张三", "phone": phone}
        connection.execute(insert(feature_person).values(person))
    return number


def warned(connection, code, field="typhoon", level=1, **more):
    home = connection.scalar(select(region.c.id).where(region.c.level == level).order_by(region.c.lo).limit(1))
    plain = {"code": code, "field": field, "title": f"{field}预警", "colour": 2, "peak": 2, "state": "raised", "seq": 1}
    plain |= {"region_id": home, "words": "", "evidence": "{}", "raised_at": NOW, "changed_at": NOW, "origin": "rule"}
    put_warning(connection, plain | {"provenance": "measured"} | more)


def stormy(connection, hours=1, km=200.0, now=NOW):
    head = {"track_id": "2026001", "season": 2026, "name": "甲", "first_at": NOW, "last_at": NOW, "nearest_km": 0}
    connection.execute(insert(storm).values(head | {"nearest_at": NOW, "source": "CMA"}))
    fix = {"track_id": "2026001", "at": now - timedelta(hours=hours), "lon": 119.5, "lat": 25.0, "r7_km": km, "km": 0}
    connection.execute(insert(storm_point).values(fix))


def states(connection):
    here = region_of(connection, "", GUEST)
    return {one.row["code"]: [reason.state for reason in one.reasons] for one in vessels_of(connection, here, NOW)}


def test_a_quiet_day_needs_nobody(connection):
    vessel(connection, "A", berth="in_port")
    vessel(connection, "B", berth="at_sea")
    assert states(connection) == {"A": [], "B": []}


def test_who_is_out_while_a_wind_signal_stands_over_his_home_is_called_back(connection):
    warned(connection, "W1", level=3)
    vessel(connection, "OUT", cell=1, berth="at_sea")
    vessel(connection, "ELSEWHERE", cell=32, berth="at_sea")
    vessel(connection, "HOME", cell=1, berth="in_port")
    assert states(connection) == {"OUT": ["out"], "ELSEWHERE": [], "HOME": []}


def test_a_signal_that_was_cleared_calls_nobody(connection):
    warned(connection, "W1", ended_at=NOW)
    vessel(connection, "OUT", berth="at_sea")
    assert states(connection) == {"OUT": []}


@pytest.mark.parametrize(("hours", "km", "told"), [(1, 200.0, ["storm"]), (30, 200.0, []), (1, None, [])])
def test_a_wind_circle_counts_while_it_is_new_and_told(connection, hours, km, told):
    stormy(connection, hours, km)
    vessel(connection, "IN", berth="at_sea")
    vessel(connection, "FAR", lon=125.0, berth="at_sea")
    vessel(connection, "MOORED", berth="in_port")
    assert states(connection) == {"IN": told, "FAR": [], "MOORED": []}


def test_silence_is_two_hours_at_sea_and_a_day_in_port(connection):
    late = (NOW - timedelta(hours=3)).isoformat()
    vessel(connection, "SEA", berth="at_sea", position_at=late)
    vessel(connection, "PORT", berth="in_port", position_at=late)
    vessel(connection, "NEVER", berth="in_port", position_at=None)
    assert states(connection) == {"SEA": ["silent"], "PORT": [], "NEVER": ["silent"]}


def test_the_gravest_comes_first_and_every_reason_is_told(connection, blank):
    now = blank.clock.now()
    stormy(connection, now=now)
    warned(connection, "W1")
    vessel(connection, "OK", berth="in_port", position_at=now.isoformat())
    vessel(connection, "ALL", berth="at_sea", position_at=None)
    connection.commit()
    told = answer(blank, View(), GUEST)
    assert [row["code"] for row in told.rows] == ["ALL", "OK"]
    assert told.rows[0]["state"] == "storm" and told.rows[0]["why"].count("；") == 2
    assert all(set(row) == {column.key for column in told.columns} for row in told.rows)
    assert sum(row["total"] for row in told.parts["ports"]) == len(told.rows) == told.parts["states"][0]["total"]


@given(st.sampled_from(["in_port", "at_sea", None]), st.integers(0, 72), st.integers(0, 72))
def test_longer_silence_never_looks_better(berth, hours, more):
    def place(n):
        known = {"berth": berth, "position_at": (NOW - timedelta(hours=n)).isoformat()}
        row = {"attributes": known, "lon": 119.0, "lat": 25.0, "cell_id": 1, "code": "A"}
        return judge(row, Danger([], [], {}), None, NOW)

    before, after = place(hours), place(hours + more)
    assert len(after.reasons) >= len(before.reasons)
    assert {before.state, after.state} <= set(VESSEL_STATES)
    assert bool(after.reasons) == (after.state in ATTENTION)


def test_a_notice_goes_to_who_answers_for_the_vessel_and_is_logged(connection, blank):
    warned(connection, "W1")
    number = vessel(connection, "OUT", berth="at_sea")
    vessel(connection, "HOME", berth="in_port")
    told = notify(connection, ["OUT", "HOME"], DUTY, NOW, NOW)
    assert (told.told, told.again, told.mute) == (1, 0, 0)
    letter = connection.execute(select(outbox)).mappings().one()
    assert (letter["channel"], letter["kind"], letter["address"], letter["state"]) == (
        "sms",
        "notice",
        "13800001234",
        "due",
    )
    words = json.loads(letter["body"])["words"]
    assert "typhoon预警" in words and "回港" in words
    log = connection.execute(select(feature_notice)).mappings().one()
    assert (log["feature_id"], log["message"], log["role"]) == (number, letter["message"], "duty_officer")
    connection.commit()
    row = next(row for row in answer(blank, View(), GUEST).rows if row["code"] == "OUT")
    assert row["told"] == "due"


def test_nobody_is_told_twice_within_half_an_hour_and_who_has_no_telephone_is_counted(connection):
    warned(connection, "W1")
    vessel(connection, "OUT", berth="at_sea")
    vessel(connection, "MUTE", berth="at_sea", phone="")
    assert notify(connection, ["OUT", "MUTE"], DUTY, NOW, NOW).mute == 1
    soon, later = NOW + timedelta(minutes=29), NOW + timedelta(minutes=30)
    assert notify(connection, ["OUT"], DUTY, soon, NOW).again == 1
    assert notify(connection, ["OUT"], DUTY, later, NOW).told == 1
    assert connection.scalar(select(func.count()).select_from(feature_notice)) == 2


def test_only_who_may_tells_only_what_he_sees(connection, townsman):
    vessel(connection, "FAR", cell=32, berth="at_sea", position_at=None)
    with pytest.raises(Forbidden):
        notify(connection, ["FAR"], Actor(name="群众", role="resident", scope=GUEST), NOW, NOW)
    with pytest.raises(UnknownThing):
        notify(connection, ["FAR"], townsman, NOW, NOW)
    with pytest.raises(BadInput):
        notify(connection, [], DUTY, NOW, NOW)


def test_the_list_of_vessels_is_narrowed_by_berth_and_home_port(connection, blank):
    vessel(connection, "A", berth="in_port", harbour="平海港")
    vessel(connection, "B", berth="at_sea", harbour="东山港")
    vessel(connection, "C")
    connection.commit()

    def codes(**given):
        return [row["code"] for row in listed(blank, "", GUEST, ThingFilters(layer="vessel", **given)).rows]

    assert (codes(), codes(berth="at_sea"), codes(text="平海")) == (["A", "B", "C"], ["B"], ["A"])
    with pytest.raises(BadInput):
        ThingFilters(berth="sunk")
