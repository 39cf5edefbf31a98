"""Orders to gates and pumps: recorded once, by those who may, on what they saw; sent signed, and never in a drill."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from sqlalchemy import func, select, update

from data.commands.codes import ORDER, number_behind
from data.commands.control_register import register_controls
from data.commands.control_sending import send_orders
from data.commands.controls import answer_control, order_control
from data.control.hand import signature
from data.engine import writing
from data.errors import BadInput, ControlRefused, Forbidden, UnknownThing
from data.life.actor import Actor
from data.schema import control, control_order, control_step
from data.scope import Scope
from tests.controls.waterworks import DUTY, hear, order, waterworks

SECRET = "a secret of some length"


def give(house, actor=DUTY, **more):
    with writing(house.engine) as connection:
        return order_control(connection, order(**more), actor, house.clock.now())


def reply(house, number, state, actor=DUTY, words="已到位"):
    with writing(house.engine) as connection:
        return answer_control(connection, number, state, actor, house.clock.now(), words)


def rows(house, table, *where):
    with house.engine.connect() as connection:
        return connection.execute(select(table).where(*where)).all()


def steps(house):
    return [step.state for step in rows(house, control_step)]


def test_an_order_is_recorded_with_who_why_and_the_suggestion_it_follows(house, gauges):
    hear(house, gauges["R1"], 7.0)
    hear(house, gauges["T1"], 2.0)
    give(house, rule="drain")
    (one,) = rows(house, control_order)
    assert (one.what, one.why, one.rule, one.actor, one.role) == ("open", "内河上涨", "drain", DUTY.name, DUTY.role)
    assert one.told == "内河（R1站）的水位 7 m ≥ 警戒 6.5 m；外侧（T1站）的潮位 2 m < 内河 7 m"
    assert (one.state, one.tries, one.provenance, steps(house)) == ("recorded", 0, "simulated", ["recorded"])
    (gate,) = rows(house, control, control.c.code == "G1")
    assert (gate.state, gate.seq) == ("closed", 1)  # an order moves nothing until somebody there says so


def test_the_same_key_is_the_same_order_and_another_order_may_not_use_it(house, gauges):
    first, again = give(house), give(house)
    assert first["id"] == again["id"]
    assert len(rows(house, control_order)) == len(rows(house, control_step)) == 1
    for other in ({"what": "close"}, {"code": "G2"}):
        with pytest.raises(BadInput, match="同一编号"):
            give(house, **other)


def test_who_saw_an_older_state_is_refused(house, gauges):
    give(house)
    with pytest.raises(ControlRefused, match="刚被他人操作"):
        give(house, key="k2", what="close")
    assert len(rows(house, control_order)) == 1
    give(house, key="k2", what="close", seq=1)


def test_a_suggestion_that_no_longer_holds_is_not_followed(house, gauges):
    with pytest.raises(ControlRefused, match="建议已经变化"):
        give(house, rule="drain")
    assert rows(house, control_order) == []


def test_only_duty_and_leaders_order_and_only_what_the_kind_can_do(house, gauges):
    with pytest.raises(Forbidden):
        give(house, actor=replace(DUTY, role="resident"))
    for wrong in ({"what": "start"}, {"why": "  "}, {"why": "长" * 2001}, {"key": ""}, {"key": "k" * 129}):
        with pytest.raises(BadInput):
            give(house, **wrong)
    with house.engine.begin() as connection:
        connection.execute(update(control).where(control.c.code == "G1").values(state="fault"))
    with pytest.raises(ControlRefused, match="报故障"):
        give(house)
    assert rows(house, control_order) == rows(house, control_step) == []


def test_what_is_elsewhere_cannot_be_ordered_nor_answered(house, gauges):
    number = give(house)["id"]
    away = Actor(name="别处", role="duty_officer", scope=Scope(cells=((30, 32),)))
    with pytest.raises(UnknownThing):
        give(house, actor=away, key="k2", seq=1)
    with pytest.raises(UnknownThing):
        reply(house, number, "open", actor=away)


def test_an_answer_moves_the_control_once(house, gauges):
    number = give(house)["id"]
    with pytest.raises(BadInput, match="状态应为"):
        reply(house, number, "running")
    reply(house, number, "open")
    (gate,) = rows(house, control, control.c.code == "G1")
    assert (gate.state, gate.seq, steps(house)) == ("open", 2, ["recorded", "answered"])
    with pytest.raises(ControlRefused, match="已有回执"):
        reply(house, number, "closed")


@contextmanager
def platform(*statuses):
    """A control platform that answers with these statuses in turn, and what it was sent."""
    got, left = [], list(statuses)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            status = left.pop(0) if left else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"taken")

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/orders", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reaching(house, url, **more):
    told = {"control_webhook": url, "control_secret": SECRET} | more
    return replace(house, settings=house.settings.model_copy(update=told))


def test_without_a_webhook_nothing_is_sent(house, gauges):
    give(house)
    assert send_orders(house) == {}
    assert rows(house, control_order)[0].state == "recorded"


def test_an_order_is_sent_signed_and_its_outcome_stored(house, gauges):
    number = give(house)["id"]
    with platform() as (url, got):
        assert send_orders(reaching(house, url)) == {"sent": 1}
        assert send_orders(reaching(house, url)) == {}
    ((headers, body),) = got
    assert headers["X-Yitu-Signature"] == signature(SECRET, headers["X-Yitu-Time"], body)
    told = json.loads(body)
    with house.engine.connect() as connection:
        assert number_behind(connection, ORDER, told["order"]) == number != told["order"]
    assert (told["key"], told["code"], told["what"]) == ("k1", "G1", "open")
    assert told["simulated"] is True and headers["Idempotency-Key"] == "k1"
    assert steps(house) == ["recorded", "sent"]
    assert rows(house, control_step)[-1].words == "HTTP 200 taken"


def test_what_fails_is_tried_again_by_command_and_a_redirect_is_not_followed(house, gauges):
    give(house)
    with platform(500, 302, 200) as (url, got):
        home = reaching(house, url)
        assert [dict(send_orders(home)) for _ in range(3)] == [{"failed": 1}, {"failed": 1}, {"sent": 1}]
        assert len(got) == 3
    assert steps(house) == ["recorded", "failed", "failed", "sent"]
    assert rows(house, control_order)[0].tries == 3


def test_a_platform_that_is_away_is_a_failure_in_words(lone_house):
    waterworks(lone_house)
    give(lone_house)
    assert send_orders(reaching(lone_house, "http://127.0.0.1:9/")) == {"failed": 1}
    assert "refused" in rows(lone_house, control_step)[-1].words


def test_nothing_is_sent_in_a_drill_and_nothing_that_is_old(house, gauges):
    give(house)
    with platform() as (url, got):
        assert send_orders(reaching(house, url, exercise="drill")) == {}
        with house.engine.begin() as connection:
            long_ago = house.clock.now() - timedelta(hours=2)
            connection.execute(update(control_order).values(at=long_ago))
        assert send_orders(reaching(house, url)) == {"old": 1}
    assert got == []


def test_a_register_is_taken_whole_or_not_at_all(house, gauges):
    def put(*given):
        with writing(house.engine) as connection:
            return register_controls(connection, list(enumerate(given, 2)), house.clock.now())

    good = {"code": "V1", "name": "阀", "kind": "阀门", "system": "东河", "region": "990001"}
    for wrong in ({"kind": "bridge"}, {"state": "running"}, {"inner": "X9"}, {"capacity": "-1"}, {"name": ""}):
        with pytest.raises(BadInput, match="row 3"):
            put(good, good | {"code": "V2"} | wrong)
    with pytest.raises(BadInput, match="stands above"):
        put(good, good)
    assert put(good).new == 1 and put(good | {"state": "开启"}).changed == 1
    (valve,) = rows(house, control, control.c.code == "V1")
    assert (valve.state, valve.kind, valve.unit, valve.seq) == ("open", "valve", "m³/s", 1)
    put(good)  # a register that tells no state leaves it
    assert rows(house, control, control.c.code == "V1")[0].state == "open"


def test_many_at_once_make_one_order(house, gauges):
    def try_one(n):
        try:
            return give(house, key=f"race{n}")["id"]
        except ControlRefused:
            return None

    with ThreadPoolExecutor(8) as threads:
        made = [one for one in threads.map(try_one, range(8)) if one]
    assert len(made) == 1
    with house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(control_order)) == 1
