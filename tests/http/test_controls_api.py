"""Gates and pumps over HTTP: what stands and is suggested, an order once under its key, what came of it."""

import pytest
from sqlalchemy import func, select

from data.commands.control_register import register_controls
from data.engine import writing
from data.schema import control_order, region
from tests.gauges import plant_station, tell

CONTROLS = "/api/v1/controls"
EAST, WEST = "990102", "990103"
ORDER = {"what": "start", "why": "积水上涨", "seq": 0}


@pytest.fixture
def pumped(desk):
    """A desk of a city with a pump in its east, and 30 cm of water before it."""
    now = desk.house.clock.now()
    with writing(desk.house.engine) as connection:
        cell = connection.execute(select(region).where(region.c.level == 6).order_by(region.c.lo)).first()
        gauges = plant_station(connection, "W1", "waterlog", cell.id, {"depth": {"caution": 15.0}}, now)
        tell(connection, gauges["depth"], now, 30.0)
        row = {"code": "P1", "name": "一号泵", "kind": "pump", "system": "城区", "region": cell.code}
        register_controls(connection, [(2, row | {"state": "stopped", "ponding": "W1", "capacity": "3"})], now)
    return desk


def duty(desk, region_code=EAST):
    return desk.sender("值班", "duty_officer", region_code)


def orders(desk):
    with desk.house.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(control_order))


def test_a_pump_tells_what_it_sees_and_what_is_suggested(pumped):
    body = pumped.client.get(CONTROLS).json
    (one,) = body["controls"]
    assert (one["code"], one["state"], one["capacity"], one["unit"], one["seq"]) == ("P1", "stopped", 3.0, "m³/s", 0)
    assert (one["suggestion"]["rule"], one["suggestion"]["do"]) == ("underpass", "start")
    assert "30 cm ≥ 27 cm" in one["suggestion"]["why"] and one["eyes"]["ponding"]["limits"] == {"caution": 15.0}
    assert (one["provenance"], one["last_order"]) == ("measured", None)
    assert pumped.client.get(f"{CONTROLS}?region={WEST}").json["controls"] == []
    assert pumped.client.get(f"{CONTROLS}?colour=1").status_code == 400


def test_an_order_is_given_once_under_its_key_and_answered(pumped):
    officer = duty(pumped)
    replies = [officer.post(f"{CONTROLS}/P1/orders", ORDER | {"rule": "underpass"}, Idempotency_Key="k") for _ in "12"]
    assert [one.status_code for one in replies] == [201, 201]
    assert replies[0].json == replies[1].json and replies[1].headers["Idempotent-Replayed"] == "true"
    assert (orders(pumped), replies[0].json["state"]) == (1, "recorded")
    told = officer.get(CONTROLS).json["controls"][0]["last_order"]
    assert (told["actor"], told["why"], told["rule"]) == ("值班", "积水上涨", "underpass")
    guest = pumped.client.get(CONTROLS).json["controls"][0]["last_order"]
    assert (guest["actor"], guest["why"], guest["role"]) == (None, None, "duty_officer")
    sent = {"order": replies[0].json["order"], "state": "running", "words": "已启动"}
    assert officer.post(f"{CONTROLS}/X9/answers", sent).status_code == 404
    assert officer.post(f"{CONTROLS}/P1/answers", sent).json["state"] == "answered"
    assert officer.post(f"{CONTROLS}/P1/answers", sent).status_code == 409
    one = pumped.client.get(CONTROLS).json["controls"][0]
    assert (one["state"], one["seq"]) == ("running", 2)


@pytest.mark.parametrize(
    ("body", "key", "status"),
    [
        (ORDER, None, 400),
        (ORDER | {"seq": 7}, "k", 409),
        (ORDER | {"what": "open"}, "k", 400),
        (ORDER | {"what": "dance"}, "k", 400),
        (ORDER | {"why": ""}, "k", 400),
        (ORDER | {"more": 1}, "k", 400),
        (ORDER | {"seq": "0"}, "k", 400),
        (ORDER | {"rule": "dry"}, "k", 409),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(pumped, body, key, status):
    headers = {"Idempotency_Key": key} if key else {}
    reply = duty(pumped).post(f"{CONTROLS}/P1/orders", body, **headers)
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json"), reply.json
    assert orders(pumped) == 0


def test_only_who_may_orders_and_only_what_is_theirs(pumped):
    for desk, status in ((duty(pumped, WEST), 404), (pumped.sender("平台", "system", EAST), 403)):
        assert desk.post(f"{CONTROLS}/P1/orders", ORDER, Idempotency_Key="k").status_code == status
    assert pumped.client.post(f"{CONTROLS}/P1/orders", json=ORDER).status_code == 401
    assert orders(pumped) == 0
