"""An exercise under way, and everything that people and programs can do at its doors."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from sqlalchemy import select

from data.commands.control_screens import order_on_screen
from data.commands.dispatch_screens import act_on_dispatch
from data.commands.exercise_screens import direct
from data.commands.room_screens import act_in_room, open_on_screen
from data.commands.screens import report_form
from data.commands.ticks import tick_on_screen
from data.commands.warning_screens import act_on_warning
from data.dispatch.links import token_of
from data.dispatch.worker import dispatch_round
from data.errors import CockpitError
from data.risk_lists import check_lists
from data.schema import control, event, responder, task, warning
from tests.capwords import alert, info, stamp
from tests.http.conftest import new_key

PANELS = ("warnings", "ticker", "kpi", "map", "stations", "trend", "warning_regions", "centre_funnel")
SECRET = "a secret of some length"
WEBHOOKS = ("control_webhook", "dispatch_webhook", "sms_webhook", "voice_webhook", "broadcast_webhook")


@contextmanager
def listener() -> Iterator[tuple[dict[str, str], list[str]]]:
    """Settings that lead every message out to a machine of ours, and what it has heard."""
    heard: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield (
            {name: f"{url}/{name}" for name in WEBHOOKS} | dict.fromkeys(("control_secret", "dispatch_secret"), SECRET),
            heard,
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Floor:
    """An exercise under way, and everything that people and programs can do at its doors."""

    def __init__(self, one):
        self.one, self.client, self.given = one, one.app.test_client(), itertools.count(1)
        roles = ("duty_officer", "system")
        self.keys = {role: new_key(one.house.engine, f"演练平台-{role}", role) for role in roles}

    def rows(self, table):
        with self.one.house.engine.connect() as connection:
            return connection.execute(select(table)).mappings().all()

    def post(self, path, body, role="system"):
        data = body if isinstance(body, bytes) else json.dumps(body, default=str)
        kind = "application/cap+xml" if isinstance(body, bytes) else "application/json"
        return self.client.post(
            path, data=data, content_type=kind, headers={"Authorization": f"Bearer {self.keys[role]}"}
        )

    def play(self):
        self.one.play(3)

    def report(self):
        now = self.one.house.clock.now()
        told = {"title": "树倒", "category": "traffic", "lon": 119.13, "lat": 25.03, "reported_at": now.isoformat()}
        assert self.post("/api/v1/events", told).status_code == 201

    def fill_the_form(self):
        draft = {"text": "树倒在路上", "category": "traffic", "lon": "119.13", "lat": "25.03"}
        report_form(self.one.house, draft, "grid_staff", 1)

    def file_an_event(self):
        for row in self.rows(event)[:2]:
            self.post(f"/api/v1/events/{row['code']}/moves", {"move": "file"}, "duty_officer")

    def tell_readings(self):
        at = (self.one.house.clock.now() - timedelta(minutes=1)).isoformat()
        rows = [{"station": "RA0001", "quantity": "rain", "at": at, "value": value} for value in (99, "x")]
        assert self.post("/api/v1/readings", {"readings": rows}).status_code == 207

    def hear_an_office(self):
        now = self.one.house.clock.now()
        said = alert(info(expires=stamp(now + timedelta(hours=3))), sent=stamp(now), identifier=f"m{now:%H%M%S}")
        assert self.post("/api/v1/cap", said).status_code in (200, 201)

    def acknowledge(self):
        for row in self.rows(warning):
            if row["state"] == "raised":
                act_on_warning(self.one.house, row["code"], "acknowledge", {"reason": "好"}, "duty_officer", 1)

    def add_a_thing(self):
        told = {"layer": "risk_point", "code": "FX-1", "name": "后山", "kind": "geo_hazard", "grade": 2}
        self.post("/api/v1/things", told | {"lon": 119.13, "lat": 25.03})

    def look(self):
        for panel in PANELS:
            assert self.client.get(f"/api/v1/panels/{panel}.json").status_code == 200

    def steer(self):
        for act, times in (("speed", "300"), ("run", None), ("pause", None)):
            direct(self.one.house, act, times)

    def expect_rain(self):
        now = self.one.house.clock.now()
        hours = {"since": now.isoformat(), "until": (now + timedelta(hours=3)).isoformat()}
        told = {"region": "990100", "quantity": "rain", "value": 60.0, "issued_at": now.isoformat()} | hours
        assert self.post("/api/v1/forecasts", {"forecasts": [told]}).status_code in (200, 201)

    def send_people(self):
        idle = [row["code"] for row in self.rows(responder) if row["state"] == "idle"][:2]
        for row in self.rows(event)[-1:]:
            sent = {"act": "send", "on": f"event-{row['code']}", "key": f"deed-{next(self.given):08d}", "seq": 0}
            with suppress(CockpitError):  # they were sent already, or nobody is free
                act_on_dispatch(self.one.house, sent | {"responders": idle, "confirmed": idle}, "duty_officer", 1)

    def let_messages_go(self):
        dispatch_round(self.one.house, datetime.now(UTC) + timedelta(minutes=5))

    def answer_in_the_field(self):
        for row in self.rows(task)[:2]:
            token = token_of(self.one.house, row["code"], datetime.now(UTC))
            self.client.get(f"/field/{token}")
            self.client.post(f"/field/{token}", data={"what": "accepted", "key": f"deed-{next(self.given)}"})

    def confer(self):
        for row in self.rows(event)[:1]:
            about = {"on": f"event-{row['code']}", "form": "consult", "title": "树倒"}
            code = open_on_screen(self.one.house, about, "duty_officer", 1)
            act_in_room(self.one.house, code, "say", {"words": "请到场"}, "duty_officer", 1)

    def order_a_gate(self):
        for row in self.rows(control)[:1]:
            what = "start" if row["kind"] == "pump" else "open"
            sent = {"code": row["code"], "what": what, "why": "演练", "key": str(next(self.given)), "seq": row["seq"]}
            with suppress(CockpitError):  # the same order waits
                order_on_screen(self.one.house, sent, "duty_officer", 1)

    def tick_a_check(self):
        item = check_lists()["during"][0].what
        tick_on_screen(self.one.house, "during", item, True, "duty_officer", 1)


DEEDS = [name for name in vars(Floor) if not name.startswith("_") and name not in ("rows", "post")]
