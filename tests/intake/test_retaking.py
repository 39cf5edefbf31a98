"""Every door's rows wait, are mended, and go again through the door that they came by."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from data.commands.cap import take as take_message
from data.commands.readings import take as take_readings
from data.intake.keep import quarantine
from data.intake.record import Fault
from data.intake.retaking import RETAKES, drop, replay
from data.intake.words import DOORS
from data.queries.quarantine import counts, waiting
from data.readings.told import Told
from data.schema import event, feature, forecast, reading, region, warning
from data.schema import quarantine as kept
from data.scope import Scope
from tests.capwords import NOW, alert, info
from tests.gauges import plant_station

GUEST = Scope.guest()
EVENT = {
    "title": "路灯不亮",
    "category": "facility",
    "lon": 119.05,
    "lat": 25.05,
    "reported_at": "2026-03-01T08:00:00Z",
}
POINT = {"code": "FX-1", "name": "后山滑坡点", "layer": "risk_point", "kind": "geo_hazard", "grade": "橙"}
HERE = {"lon": 119.05, "lat": 25.05}
AWAY = "<areaDesc>别处</areaDesc><geocode><valueName>adcode</valueName><value>110000000000</value></geocode>"


def bad_event(connection, actor):
    fault = Fault("missing", "没有填写标题")
    raw = EVENT | {"title": ""}
    return quarantine(connection, door="api", origin="来源", raw=raw, fault=fault, now=NOW), json.dumps(EVENT)


def bad_thing(connection, actor):
    fault = Fault("outside", "位置不在本市范围")
    about = {"door": "things", "origin": "应急局", "fault": fault, "now": NOW, "profile": "@"}
    return quarantine(connection, raw=POINT | {"lon": 1, "lat": 1}, **about), json.dumps(POINT | HERE)


def bad_reading(connection, actor, door="readings"):
    cell = connection.scalar(select(region.c.id).where(region.c.level == 6).order_by(region.c.id).limit(1))
    plant_station(connection, "S1", "rain", cell, {"rain": {}}, NOW)
    told = Told("S1", "rain", NOW, "12mm?", "mm")
    assert take_readings(connection, [told], "来源", GUEST, NOW, door=door).counts["quarantined"] == 1
    mended = told._asdict() | {"at": NOW.isoformat(), "value": 12}
    return waiting(connection, GUEST, door=door).rows[0]["id"], json.dumps(mended)


def bad_mqtt(connection, actor):
    return bad_reading(connection, actor, "mqtt")


def bad_message(connection, actor):
    got = take_message(connection, alert(info(AWAY)), actor, NOW)
    assert got.outcome == "quarantined"
    return got.quarantine, alert().decode()


def bad_forecast(connection, actor):
    told = {"region": "990100", "quantity": "rain", "since": NOW.isoformat(), "until": NOW.isoformat(), "value": 60}
    fault = Fault("malformed", "预报的时段须为正")
    about = {"door": "forecasts", "origin": "气象局", "fault": fault, "now": NOW, "profile": "forecasts"}
    mended = told | {"until": (NOW + timedelta(hours=6)).isoformat()}
    return quarantine(connection, raw=told, **about), json.dumps(mended)


BAD = {
    "forecasts": bad_forecast,
    "api": bad_event,
    "things": bad_thing,
    "readings": bad_reading,
    "mqtt": bad_mqtt,
    "cap": bad_message,
}
TABLES = {"forecasts": forecast, "api": event, "things": feature, "readings": reading, "mqtt": reading, "cap": warning}


def count(connection, table):
    return connection.scalar(select(func.count()).select_from(table))


def test_every_door_that_quarantines_has_its_way_back():
    assert set(RETAKES) == set(DOORS)


@pytest.mark.parametrize("door", BAD)
def test_a_bad_row_is_mended_and_replayed_by_its_own_door_and_counted(connection, actor, door):
    number, mended = BAD[door](connection, actor)
    before = count(connection, TABLES[door])
    assert (counts(connection, GUEST).doors, counts(connection, GUEST).total) == ({door: 1}, 1)
    again = replay(connection, number, None, actor, NOW)
    assert again.reason and again.fault and count(connection, TABLES[door]) == before
    assert counts(connection, GUEST).total == 1  # it waits on, and has not come a second time
    done = replay(connection, number, mended, actor, NOW)
    assert (done.reason, bool(done.outcome)) == ("", True)
    assert count(connection, TABLES[door]) == before + 1
    assert counts(connection, GUEST).total == 0
    row = connection.execute(select(kept).where(kept.c.id == number)).mappings().one()
    assert (row["state"], row["settled_by"]) == ("replayed", actor.name)


@pytest.mark.parametrize("door", BAD)
@pytest.mark.parametrize("mended", ["", "{", "[]", "null", "<alert/>", '{"\\ud800": 1}', "\ud800"])
def test_what_makes_no_sense_waits_on_and_changes_nothing(connection, actor, door, mended):
    number, _good = BAD[door](connection, actor)
    before = count(connection, TABLES[door])
    assert replay(connection, number, mended, actor, NOW).fault
    assert count(connection, TABLES[door]) == before
    assert counts(connection, GUEST).total == 1


def test_a_message_replayed_when_it_has_run_out_is_kept_and_raises_nothing(connection, actor):
    number, mended = bad_message(connection, actor)
    late = NOW.replace(year=2027)
    assert replay(connection, number, mended, actor, late).outcome == "kept"
    assert count(connection, warning) == 0


def test_rows_of_a_door_that_is_no_more_are_read_as_our_own_json(connection, actor):
    number, mended = bad_event(connection, actor)
    connection.execute(update(kept).values(door="pigeon"))
    assert replay(connection, number, mended, actor, NOW).event_id


def test_a_row_is_dropped_once(connection, actor):
    number, _mended = bad_message(connection, actor)
    drop(connection, number, actor, NOW)
    assert counts(connection, GUEST).total == 0
