"""What stands about a subject on the desk: the nearest things and cameras by name, and who lives about it."""

from sqlalchemy import insert, select

from components.dispatch_case import case_drawn
from data.engine import writing
from data.queries.dispatch_near import near_of
from data.schema import event, feature, region, video
from data.scope import Scope
from tests.called import on
from tests.dispatch.town import DUTY, flood

NORTH = 1 / 111.32  # degrees of a kilometre


def planted(house, number):
    """Risk points and a camera, north of the event; one that is too far, and one of another village just as near."""
    with writing(house.engine) as connection:
        one = connection.execute(select(event).where(event.c.id == number)).one()
        far = connection.scalar(select(region.c.id).where(region.c.level == 6, region.c.lo == 32))
        same = {"as_of": house.clock.now(), "provenance": "simulated", "lon": one.lon}
        about = same | {"layer": "risk_point", "kind": "geo_hazard", "grade": 1}
        things = [
            about | {"code": f"P{n}", "name": f"后山{n}", "cell_id": cell, "lat": one.lat + km * NORTH}
            for n, (km, cell) in enumerate(
                ((0.4, one.cell_id), (1.5, one.cell_id), (2.5, one.cell_id), (0.2, far), (9, 1))
            )
        ]
        connection.execute(insert(feature), things)
        eye = same | {"code": "V1", "name": "路口探头", "cell_id": one.cell_id, "state": "works"}
        told = eye | {"lat": one.lat + 0.3 * NORTH, "link": "https://cam.example/1"}
        connection.execute(insert(video).values(told))
    return one


def test_the_nearest_are_named_with_their_distance_and_way_and_nothing_of_elsewhere(lone_house):
    number = flood(lone_house)
    one = planted(lone_house, number)
    mine = Scope(cells=((1, 8),))
    with lone_house.engine.connect() as connection:
        counts, found = near_of(connection, mine, one.lon, one.lat)
        assert counts["risk_point"] == 3
        assert [(near.name, round(near.km, 1)) for near in found] == [("路口探头", 0.3), ("后山0", 0.4), ("后山1", 1.5)]
        assert near_of(connection, DUTY.scope, one.lon, one.lat)[0]["risk_point"] == 4
        assert near_of(connection, Scope(cells=((20, 21),)), one.lon, one.lat)[1] == []
    told = case_drawn(lone_house, on(lone_house, number), None, "duty_officer", 1)[0]["detail"]
    for part in ('href="/things/risk_point/P0"', 'href="https://cam.example/1"', f"/risk?area=circle:{one.lon:.5f},"):
        assert part in told


def test_an_event_says_how_many_live_about_it(house_of_the_demo):
    home = house_of_the_demo
    with home.engine.connect() as connection:
        open_one = select(event.c.id).where(event.c.ended_at.is_(None)).order_by(event.c.id.desc()).limit(1)
        number = connection.scalar(open_one)
    told = case_drawn(home, on(home, number), None, "duty_officer", 1)[0]["detail"]
    assert "3 km 人口" in told and "需转移" in told
