"""Drones sent to points: once each, by who may, where they can; what they find becomes a record."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from data.commands.missions import NewMission, end_mission, send_drone
from data.errors import BadInput, DispatchRefused, Forbidden, UnknownThing
from data.life.actor import Actor
from data.queries.drones import answer
from data.queries.fires import answer as fires_of
from data.queries.points import Viewport, points
from data.schema import category, drone_mission, event, outbox, region, responder
from data.scope import Scope
from data.topics import FIRES, read_topics
from data.view import View

GUEST = Scope.guest()
DUTY = Actor(name="值班员-001", role="duty_officer", scope=GUEST)
WILD = next(one for one in read_topics(FIRES) if one.key == "wild")


@pytest.fixture
def town(house):
    """The town where the drones are at home; two can fly, one is low, one is off."""
    now = house.clock.now()
    with house.engine.begin() as connection:
        connection.execute(update(responder).where(responder.c.kind == "drone").values(kind="boat"))
        home = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo).limit(1)).one()
        cell = connection.execute(select(region).where(region.c.id == home.lo)).one()
        for n, (battery, state) in enumerate(((90, "idle"), (None, "idle"), (12, "idle"), (80, "off")), start=1):
            one = {
                "code": f"uav-{n}",
                "name": f"无人机-{n:03d}",
                "kind": "drone",
                "region_id": home.id,
                "skills": "survey",
            }
            one |= {"capacity": 2, "lon": cell.lon, "lat": cell.lat + 0.01 * (n != 2), "seen_at": now, "seen_by": "gps"}
            connection.execute(
                insert(responder).values(one | {"state": state, "battery": battery, "provenance": "measured"})
            )
    return cell


def send(house, cell, key="k1", actor=DUTY, **more):
    new = NewMission(**{"key": key, "lon": cell.lon, "lat": cell.lat, "what": "看后山冒烟"} | more)
    with house.engine.begin() as connection:
        return send_drone(connection, new, actor, house.clock.now(), house.clock.now())


def land(house, code, found, kind=None, actor=DUTY, words=""):
    with house.engine.begin() as connection:
        return end_mission(connection, code, found, words, actor, house.clock.now(), kind)


def on_the_map(house, scope=GUEST, **view):
    port = Viewport(west=-180, south=-85, east=180, north=85, zoom=17)
    found = points(house, View(**view), scope, "drone", port)
    return {one["properties"]["code"]: one["properties"] for one in found}


def doing(house):
    return {row["code"]: row["doing"] for row in answer(house, View(), GUEST).rows}


def test_the_nearest_with_a_known_battery_is_sent_and_the_platform_is_told(house, town):
    row = send(house, town)
    assert doing(house) == {"uav-1": "flying", "uav-2": "idle", "uav-3": "low", "uav-4": "off"}
    with house.engine.connect() as connection:
        letter = connection.execute(select(outbox).where(outbox.c.message == row["message"])).mappings().one()
    told = json.loads(letter["body"])
    assert (letter["channel"], letter["kind"], letter["state"], letter["address"]) == ("webhook", "fly", "due", "uav-1")
    assert (told["mission"], told["lon"], told["lat"]) == (row["code"], row["lon"], row["lat"])
    shown = answer(house, View(), GUEST)
    assert shown.rows[0]["task"] == "看后山冒烟" and shown.parts["missions"][0]["code"] == row["code"]
    assert all(set(one) == {column.key for column in shown.columns} for one in shown.rows)


def test_the_same_key_is_the_same_mission_and_a_drone_flies_one_at_a_time(house, town):
    first = send(house, town)
    assert send(house, town)["code"] == first["code"]
    with pytest.raises(DispatchRefused):
        send(house, town, "k2", drone="uav-1")
    assert send(house, town, "k3")["code"] != first["code"]
    with pytest.raises(DispatchRefused):
        send(house, town, "k4")  # the others are low or off
    with house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(drone_mission)) == 2


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"drone": "uav-3"}, DispatchRefused),
        ({"drone": "uav-4"}, DispatchRefused),
        ({"drone": "uav-9"}, UnknownThing),
        ({"lon": 0, "lat": 0}, BadInput),
        ({"lon": "east"}, BadInput),
        ({"what": "  "}, BadInput),
        ({"key": ""}, BadInput),
    ],
)
def test_what_cannot_be_flown_is_refused_and_leaves_nothing(house, town, more, error):
    with pytest.raises(error):
        send(house, town, **more)
    with house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(drone_mission)) == 0


def test_only_who_may_dispatch_sends_and_only_to_where_he_is_in_charge(house, town):
    with pytest.raises(Forbidden):
        send(house, town, actor=Actor(name="群众", role="resident", scope=GUEST))
    elsewhere = Actor(name="外镇", role="duty_officer", scope=Scope(cells=((town.id + 1, town.id + 1),), clearance=1))
    with pytest.raises(BadInput):
        send(house, town, actor=elsewhere)
    row = send(house, town)
    with pytest.raises(UnknownThing):
        land(house, row["code"], "clear", actor=elsewhere)


def test_a_fire_that_is_found_becomes_a_record_found_by_drone(house, town):
    with house.engine.begin() as connection:
        assert connection.scalar(select(category.c.code).where(category.c.code == "safety.blaze.wild"))
    row = send(house, town)
    ended = land(house, row["code"], "fire", WILD, words="浓烟")
    with house.engine.connect() as connection:
        fire = connection.execute(select(event).where(event.c.id == ended["fire_id"])).mappings().one()
    assert (fire["leaf"], fire["source"], fire["text"], fire["cell_id"]) == (
        "safety.blaze.wild",
        "drone",
        "浓烟",
        row["cell_id"],
    )
    assert doing(house)["uav-1"] == "idle"
    assert answer(house, View(), GUEST).parts["missions"][0]["fire"] == fire["code"]
    assert fire["code"] in {one["code"] for one in fires_of(house, View(), GUEST).rows}


def test_a_mission_ends_once_and_says_what_it_found(house, town):
    code = send(house, town)["code"]
    for found, kind in (("luck", None), ("fire", None), ("clear", WILD)):
        with pytest.raises(BadInput):
            land(house, code, found, kind)
    assert land(house, code, "clear")["fire_id"] is None
    with pytest.raises(DispatchRefused):
        land(house, code, "clear")


def test_drones_stand_on_the_map_by_what_they_do_and_only_in_their_own_region_and_now(house, town):
    send(house, town)
    found = on_the_map(house)
    assert {code: one["grade"] for code, one in found.items()} == {"uav-1": 1, "uav-2": 3, "uav-3": 2, "uav-4": 4}
    assert (found["uav-1"]["state"], found["uav-1"]["task"], found["uav-1"]["battery"]) == ("flying", "看后山冒烟", 90)
    with house.engine.connect() as connection:
        towns = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo)).all()
    assert on_the_map(house, Scope(cells=((towns[1].lo, towns[1].hi),)), region=towns[1].code) == {}
    assert on_the_map(house, at=house.clock.now() - timedelta(hours=1)) == {}
