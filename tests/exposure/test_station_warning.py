"""The warning of one station is about the ground of the station: on the page, in files, on the desk and as CAP."""

import pytest
import shapely
from sqlalchemy import select

from components.dispatch_case import case_drawn
from components.exposure_page import area_drawn
from data.cap.ours import message
from data.cap.parse import parse
from data.cap.write import write
from data.commands.catchments import Drawn, put_catchments
from data.commands.revisions import bump
from data.commands.watch import watch
from data.engine import writing
from data.queries.exposure import exposure
from data.queries.issued import issued
from data.queries.regions import region_of
from data.schema import region, station, warning
from data.scope import Scope
from data.view import View
from tests.exposure.test_catchments import around
from tests.gauges import plant_station, tell
from tests.unit.test_cap_write import valid

GUEST = Scope.guest()
CODE = "GR1"


@pytest.fixture
def raised(house):
    """The code of a river warning that the shipped rule has raised at a new gauge, and its cell."""
    now = house.clock.now()
    with writing(house.engine) as connection:
        cell = connection.execute(select(region).where(region.c.level == 6, region.c.tree == "spine")).first()
        where = {"lon": cell.lon, "lat": cell.lat, "name": "东溪水位站"}
        gauges = plant_station(connection, CODE, "river", cell.id, {"level": {"caution": 5.0}}, now, **where)
        tell(connection, gauges["level"], now, 6.2)
        watch(connection, list(gauges.values()), now)
        bump(connection, "stations", "readings", "warnings")
    with house.engine.connect() as connection:
        code = connection.scalar(
            select(warning.c.code).join(station, station.c.id == warning.c.station_id).where(station.c.code == CODE)
        )
    return code, cell


def held(house, sent, scope=GUEST):
    return exposure(house, scope, sent, house.clock.now()).body()


def drains(house, degrees=0.03):
    about = {"code": CODE, "lon": 0, "lat": 0}
    with writing(house.engine) as connection:
        row = connection.execute(select(region.c.lon, region.c.lat).where(region.c.level == 6)).first()
        feature = around(about | {"lon": row.lon, "lat": row.lat}, degrees)
        drawn = Drawn(source="水利普查 2013", as_of=house.clock.now())
        put_catchments(connection, [feature], drawn)


def test_without_a_catchment_it_holds_what_the_circle_around_the_station_holds(house, raised):
    code, cell = raised
    body = held(house, {"warning": code})
    ring = held(house, {"circle": {"lon": cell.lon, "lat": cell.lat, "km": 2.0}})
    for name in ("people", "households", "cells", "to_move", "places_total"):
        assert body[name] == ring[name]
    assert body["cells"]["value"] > 1
    assert (body["area"]["by"], body["area"]["km"], body["area"]["words"]) == ("circle", 2.0, "东溪水位站周边 2 km")
    page = area_drawn(house, View(), f"warning:{code}")
    assert page.outline == {"lon": cell.lon, "lat": cell.lat, "km": 2.0}
    assert "东溪水位站周边 2 km" in page.parts["held"] and f"{body['people']['value']:,}" in page.parts["held"]


def test_with_a_catchment_it_holds_what_drains_to_the_station(house, raised):
    code, _cell = raised
    drains(house)
    body = held(house, {"warning": code})
    whole = held(house, {"catchment": CODE})
    assert (body["people"], body["to_move"]) == (whole["people"], whole["to_move"])
    assert (body["area"]["by"], body["area"]["words"]) == ("catchment", "东溪水位站上游汇水区")
    assert body["area"]["source"] == "水利普查 2013"
    assert area_drawn(house, View(), f"warning:{code}").outline == {"catchment": CODE}


def test_a_scope_is_told_of_its_own_part_and_nothing_of_a_station_elsewhere(house, raised):
    code, cell = raised
    with house.engine.connect() as connection:
        home = region_of(connection, cell.code[:12], GUEST)
    mine = Scope(cells=((home.lo, home.hi),))
    drains(house, 0.2)
    part = held(house, {"warning": code}, mine)
    assert part["limited"] and part["cells"]["value"] == home.hi - home.lo + 1


def test_the_dispatch_desk_sends_to_the_same_people_and_says_where(house, raised):
    code, _cell = raised
    people = held(house, {"warning": code})["people"]["value"]
    told = case_drawn(house, f"warning-{code}", None, "duty_officer", 1)[0]["detail"]
    assert "东溪水位站周边 2 km" in told and f"{people:,}" in told


def test_its_cap_message_has_a_place(house, raised):
    code, cell = raised
    with house.engine.connect() as connection:
        village = region_of(connection, cell.code[:12], GUEST)
        raw = write(message(issued(connection, code, GUEST, exercise=False), "warnings@city.test", "玩具市"))
    assert valid(raw)
    (area,) = parse(raw).infos[0].areas
    assert area.description == f"{village.name} · 东溪水位站周边 2 km"
    assert [(one.name, one.value) for one in area.geocodes] == [("adcode", village.code)]
    assert [(one.centre, one.radius) for one in area.circles] == [((cell.lat, cell.lon), 2.0)]
    drains(house)
    with house.engine.connect() as connection:
        told = issued(connection, code, GUEST, exercise=False)
        raw = write(message(told, "warnings@city.test", "玩具市"))
    (area,) = parse(raw).infos[0].areas
    assert valid(raw) and area.circles == ()
    assert shapely.Polygon(area.polygons[0]).area == pytest.approx(0.06**2, rel=0.01)
