"""Nothing of an exercise ever reaches the real city: not a row, not a cached answer, not a file."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import create_app
from data.commands.exercise_screens import direct
from data.commands.screens import report_form
from data.commands.warning_screens import act_on_warning
from data.errors import CockpitError
from data.house import open_house
from data.queries.audit import chain
from data.schema import audit, event, warning
from tests.capwords import alert, info, stamp
from tests.exercise.conftest import print_of
from tests.http.conftest import new_key

PANELS = ("warnings", "ticker", "kpi", "map", "stations", "trend", "warning_regions", "centre_funnel")


class Floor:
    """An exercise under way, and everything that people and programs can do at its doors."""

    def __init__(self, one):
        self.one, self.client = one, one.app.test_client()
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
            self.post(f"/api/v1/events/{row['id']}/moves", {"move": "file"}, "duty_officer")

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


DEEDS = [name for name in vars(Floor) if not name.startswith("_") and name not in ("rows", "post")]


def looked(client):
    """What the city's own doors answer, but for the moment at which they do."""
    replies = {panel: client.get(f"/api/v1/panels/{panel}.json") for panel in PANELS}
    assert all("X-Yitu-Exercise" not in reply.headers for reply in replies.values())
    return {panel: reply.json["rows"] for panel, reply in replies.items()}


@pytest.mark.parametrize("cache", ["own", "shared"])
def test_whatever_is_done_in_an_exercise_leaves_the_city_as_it_was(cache, lone_city, opened, shower, redis_url):
    if cache == "shared":
        lone_city = _shared(lone_city, redis_url)
    city = _client(lone_city)
    before, answers = print_of(lone_city.engine), looked(city)
    one = opened(lone_city, shower)
    floor = Floor(one)

    @settings(max_examples=6, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(DEEDS), min_size=4, max_size=10))
    def holds(deeds):
        for deed in (*deeds, "look"):
            getattr(floor, deed)()
        assert looked(city) == answers
        assert print_of(lone_city.engine) == before
        shown = floor.client.get("/api/v1/panels/ticker.json").json
        assert shown["exercise"] == one.code
        assert {row["code"] for row in shown["rows"]} <= {row["code"] for row in floor.rows(event)}

    holds()
    assert floor.rows(warning)
    assert floor.rows(event)


def test_the_city_may_change_while_an_exercise_runs_and_neither_sees_the_other(lone_city, opened, shower):
    one = opened(lone_city, shower)
    Floor(one).play()
    before = print_of(one.house.engine)
    client, key = _client(lone_city), new_key(lone_city.engine, "热线", "duty_officer")
    told = {"title": "真的事", "category": "traffic", "lon": 119.13, "lat": 25.03}
    reply = client.post("/api/v1/events", json=told, headers={"Authorization": f"Bearer {key}"})
    assert reply.status_code == 201
    assert print_of(one.house.engine) == before
    assert "真的事" not in _client(one.house).get("/api/v1/panels/ticker.json").get_data(as_text=True)


def test_steering_is_told_in_the_log_of_the_exercise(lone_city, opened, shower):
    one = opened(lone_city, shower)
    Floor(one).steer()
    with one.house.engine.connect() as connection:
        told = connection.execute(select(audit.c.target).where(audit.c.action == "exercise_steer")).scalars().all()
        assert told == [f"{one.code} speed 300", f"{one.code} run", f"{one.code} pause"]
        assert chain(connection).whole


def test_the_city_has_nothing_to_steer(lone_city):
    with pytest.raises(CockpitError):
        direct(lone_city, "run", None)
    assert _client(lone_city).get("/api/v1/exercise").status_code == 404


def test_a_key_of_the_city_opens_nothing_in_an_exercise(lone_city, opened, shower):
    key = new_key(lone_city.engine, "热线", "duty_officer")
    one = opened(lone_city, shower)
    told = {"title": "树倒", "category": "traffic", "lon": 119.13, "lat": 25.03}
    reply = _client(one.house).post("/api/v1/events", json=told, headers={"Authorization": f"Bearer {key}"})
    assert reply.status_code == 401


def test_an_exercise_keeps_its_own_photos_and_moves_no_gate(lone_city, opened, shower):
    told = {"control_webhook": "http://127.0.0.1:9/", "control_secret": "0123456789abcdef"}
    lone_city = _reopened(lone_city, **told)
    one = opened(lone_city, shower)
    assert lone_city.settings.control_webhook
    assert one.house.settings.control_webhook == ""
    assert one.house.settings.photos_dir != lone_city.settings.photos_dir
    assert one.house.settings.photos_dir.is_relative_to(lone_city.settings.exercises_dir)


def _client(home):
    return create_app(home.settings).test_client()


def _reopened(home, **more):
    return open_house(home.settings.model_copy(update=more), Flask("again"))


def _shared(home, redis_url):
    return _reopened(home, redis_url=redis_url)
