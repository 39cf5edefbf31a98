"""Readings on the desk: of a warning's own stations; of the one nearest to an event, said to stand elsewhere."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from components.dispatch_case import case_drawn
from data.commands.warnings import NewWarning, raise_warning
from data.engine import writing
from data.queries.dispatch_stations import nearest
from data.queries.subjects import event_subject
from data.schema import event, region, warning
from data.scope import Scope
from tests.called import on
from tests.dispatch.town import DUTY, flood
from tests.gauges import plant_station, tell

HOUR = timedelta(hours=1)
NORTH = 1 / 111.32  # degrees of a kilometre


def planted(house, code, kind, quantity, km, limits=(), **more):
    """A station that far north of the event's cell, with readings of the last three hours."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        place = connection.execute(select(region).where(region.c.level == 6, region.c.lo == 1)).one()
        where = {"lon": place.lon, "lat": place.lat + km * NORTH} | more
        gauges = plant_station(connection, code, kind, place.id, {quantity: dict(limits)}, now, **where)
        for n in (3, 2, 1):
            tell(connection, gauges[quantity], now - n * HOUR, 10.0 * n)
    return gauges[quantity]


def measured(house, number, scope=DUTY.scope):
    with house.engine.connect() as connection:
        return nearest(connection, event_subject(connection, number, scope), scope, house.clock.now())


def test_the_nearest_fitting_station_is_shown_with_its_distance_and_never_as_the_events_own(lone_house):
    number = flood(lone_house)
    planted(lone_house, "far", "waterlog", "depth", 2.5)
    planted(lone_house, "near", "waterlog", "depth", 1.2, {"caution": 15.0})
    planted(lone_house, "gas", "gas", "gas", 0.1)
    found = measured(lone_house, number)
    assert [(one.name, round(one.km, 1)) for one in found] == [("near站", 1.2)]
    told = case_drawn(lone_house, on(lone_house, number), None, "duty_officer", 1)[0]["detail"]
    for words in ("最近的测站，距事件 1.2 km，不是事件现场的读数", "积水深度", "cm", "警戒 15", "near站", "模拟"):
        assert words in told


def test_too_far_silent_closed_or_out_of_sight_is_not_shown(lone_house):
    number = flood(lone_house)
    planted(lone_house, "far", "waterlog", "depth", 3.2)
    planted(lone_house, "closed", "waterlog", "depth", 0.5, closed_at=lone_house.clock.now())
    with writing(lone_house.engine) as connection:
        place = connection.execute(select(region).where(region.c.level == 6, region.c.lo == 32)).one()
        mine = connection.execute(select(event).where(event.c.id == number)).one()
        about = {"lon": mine.lon, "lat": mine.lat}
        plant_station(connection, "silent", "waterlog", 1, {"depth": {}}, lone_house.clock.now(), **about)
        gauges = plant_station(connection, "other", "rain", place.id, {"rain": {}}, lone_house.clock.now(), **about)
        tell(connection, gauges["rain"], lone_house.clock.now() - HOUR, 5.0)
    assert [one.name for one in measured(lone_house, number)] == ["other站"]
    assert measured(lone_house, number, Scope(cells=((1, 16),))) == []
    assert "最近的测站" not in case_drawn(lone_house, "event-E20200101-9999999", None, "duty_officer", 1)[0]["detail"]


def test_what_no_station_measures_has_no_chart(lone_house):
    number = flood(lone_house)
    with writing(lone_house.engine) as connection:
        connection.execute(update(event).values(category="dispute", leaf="dispute.family.support"))
    planted(lone_house, "near", "waterlog", "depth", 0.2)
    assert measured(lone_house, number) == []


@pytest.mark.parametrize(("limit", "told"), [(None, "规则阈值 25"), ("caution", "警戒 20")])
def test_a_warning_shows_its_own_stations_with_their_limits(lone_house, limit, told):
    planted(lone_house, "deep", "waterlog", "depth", 1.0, {"caution": 20.0})
    number = {"kind": "threshold", "station_id": 1, "quantity": "depth", "bar": 25.0, "limit": limit}
    now = lone_house.clock.now()
    with writing(lone_house.engine) as connection:
        place = connection.scalar(select(region.c.id).where(region.c.level == 3).order_by(region.c.lo))
        about = {"field": "waterlog", "title": "道路积水", "colour": 2, "words": "深", "region_id": place, "at": now}
        made = raise_warning(connection, NewWarning(**about, origin="规则", provenance="simulated"), DUTY, now)
        evidence = json.dumps({"numbers": [number]})
        connection.execute(update(warning).where(warning.c.id == made).values(evidence=evidence))
    parts = case_drawn(lone_house, on(lone_house, made, "warning"), None, "duty_officer", 1)[0]
    assert told in parts["detail"] and "deep站" in parts["detail"]
    assert "最近的测站" not in parts["detail"]
    assert parts["detail-title"] == "预警详情"
