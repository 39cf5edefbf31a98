"""A warning becomes an event (预警转事件): prefilled with why, once unless said so, tied both ways, then routed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from components.event_page import Asked as EventAsked
from components.event_page import event_drawn
from components.warning_page import Asked, warning_drawn
from data.commands.warned_events import LEAVES
from data.commands.warning_rules import ENGINE, install_shipped
from data.commands.warnings import move_warning
from data.commands.watch import watch
from data.engine import writing
from data.life.actor import Actor
from data.queries.regions import region_of
from data.risk_words import WARNING_FIELDS
from data.schema import agency, category, event, region, responsibility, warning, warning_event
from data.scope import Scope
from data.words import CATEGORIES
from tests.gauges import plant_station, tell

WARNINGS = "/api/v1/warnings"
EAST, WEST = "990102", "990103"


def flood(desk):
    """A puddle of 42 cm in the east that a rule has warned of; its code."""
    now = desk.house.clock.now()
    with writing(desk.house.engine) as connection:
        install_shipped(connection, ENGINE, now)
        east = region_of(connection, EAST, Scope.guest())
        spot = connection.execute(select(region.c.lon, region.c.lat).where(region.c.id == east.lo)).one()
        where = {"lon": spot.lon, "lat": spot.lat}
        one = plant_station(connection, "S1", "waterlog", east.lo, {"depth": {}}, now - timedelta(days=1), **where)
        tell(connection, one["depth"], now, 42.0)
        watch(connection, list(one.values()), now)
        return connection.scalar(select(warning.c.code))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def made(desk) -> int:
    with desk.house.engine.connect() as connection:
        counts = [connection.scalar(select(func.count()).select_from(one)) for one in (event, warning_event)]
    assert counts[0] == counts[1]
    return counts[0]


def test_it_is_reported_once_with_the_numbers_that_fired_it_and_routed_by_the_duties(desk):
    code = flood(desk)
    with desk.house.engine.begin() as connection:
        east = region_of(connection, EAST, Scope.guest())
        office = {"code": "water", "name": "水务", "kind": "department"}
        connection.execute(insert(agency).values(**office, region_id=east.id, provenance="simulated"))
        duty = {"category": "flood", "grade": "*", "agency": "water", "hours": 3, "basis": "试验"}
        connection.execute(insert(responsibility).values(**duty, region_id=east.id))
    reply = desk.post(f"{WARNINGS}/{code}/event", {"reason": "请速到场"})
    assert (reply.status_code, reply.headers["Location"]) == (201, reply.json["url"])
    one = desk.get(reply.json["url"]).json
    assert (one["category"], one["grade"], one["source"], one["provenance"]) == ("flood", "B", "sensor", "simulated")
    assert one["leaf"].startswith("flood") and one["place"] == "S1站"
    assert one["title"] == "S1站道路积水"
    assert moment(one["deadline_at"]) - moment(one["reported_at"]) == timedelta(hours=3)
    for words in ("请速到场", "42", "cm", code):
        assert words in one["text"]
    assert [row["code"] for row in desk.get(f"{WARNINGS}/{code}").json["events"]] == [one["code"]]
    again = desk.post(f"{WARNINGS}/{code}/event", {})
    assert (again.status_code, one["code"] in again.json["detail"]) == (409, True)
    assert made(desk) == 1
    assert desk.post(f"{WARNINGS}/{code}/event", {"again": True}).status_code == 201
    assert made(desk) == 2


def test_each_page_leads_to_the_other(lone_desk):
    code = flood(lone_desk)
    one = lone_desk.post(f"{WARNINGS}/{code}/event", {}).json
    with lone_desk.app.test_request_context():
        there = warning_drawn(lone_desk.house, Asked(code=code))["head"]
        here = event_drawn(lone_desk.house, EventAsked(code=one["code"]))["head"]
    assert f'href="/events/{one["code"]}"' in there
    assert f'href="/warnings/{code}"' in here


@pytest.mark.parametrize("role", ["grid_staff", "agency", "resident"])
def test_only_who_raises_warnings_makes_events_of_them(lone_desk, role):
    code = flood(lone_desk)
    other = lone_desk.sender("别人", role)
    assert other.post(f"{WARNINGS}/{code}/event", {}).status_code == 403
    assert made(lone_desk) == 0


def test_a_sender_of_elsewhere_does_not_learn_that_it_is_there(lone_desk):
    code = flood(lone_desk)
    other = lone_desk.sender("西区", "duty_officer", WEST)
    refused = [other.post(f"{WARNINGS}/{one}/event", {}) for one in (code, "W20200101-9999")]
    assert [one.status_code for one in refused] == [404, 404]
    assert refused[0].json == refused[1].json
    assert made(lone_desk) == 0


def test_what_is_over_becomes_no_event_any_more(lone_desk):
    code, now = flood(lone_desk), lone_desk.house.clock.now()
    with writing(lone_desk.house.engine) as connection:
        number = connection.scalar(select(warning.c.id))
        officer = Actor(name="值班", role="duty_officer", scope=Scope.guest())
        move_warning(connection, number, "clear", officer, now, now, reason="已退水")
    reply = lone_desk.post(f"{WARNINGS}/{code}/event", {})
    assert (reply.status_code, "已解除" in reply.json["detail"]) == (409, True)
    assert made(lone_desk) == 0


def test_every_field_of_warnings_has_a_category_of_the_tree_that_ships(lone_desk):
    assert set(LEAVES) == set(WARNING_FIELDS)
    with lone_desk.house.engine.connect() as connection:
        known = set(connection.scalars(select(category.c.code))) | set(CATEGORIES)
    assert set(LEAVES.values()) <= known
