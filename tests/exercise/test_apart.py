"""Nothing of an exercise ever reaches the real city: not a row, not a cached answer, not a file."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import create_app
from data.commands.exercise_screens import direct
from data.errors import CockpitError
from data.house import open_house
from data.queries.audit import chain
from data.schema import audit, check_tick, control_order, dispatch, event, forecast, outbox, room, task, warning
from tests.exercise.conftest import print_of
from tests.exercise.floor import DEEDS, PANELS, Floor, listener
from tests.http.conftest import new_key


def looked(client):
    """What the city's own doors answer, but for the moment at which they do."""
    replies = {panel: client.get(f"/api/v1/panels/{panel}.json") for panel in PANELS}
    assert all("X-Yitu-Exercise" not in reply.headers for reply in replies.values())
    return {panel: reply.json["rows"] for panel, reply in replies.items()}


@pytest.mark.parametrize("cache", ["own", "shared"])
def test_whatever_is_done_in_an_exercise_leaves_the_city_as_it_was(cache, lone_city, opened, shower, redis_url):
    with listener() as (told, heard):
        lone_city = _reopened(lone_city, **told | ({"redis_url": redis_url} if cache == "shared" else {}))
        _holds_whatever_is_done(lone_city, opened, shower)
    assert heard == [], "no gate moved, nobody called"


def _holds_whatever_is_done(lone_city, opened, shower):
    city = _client(lone_city)
    before, answers = print_of(lone_city.engine), looked(city)
    one = opened(lone_city, shower)
    floor = Floor(one)

    @settings(max_examples=8, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(DEEDS), min_size=6, max_size=12))
    @example(DEEDS)
    def holds(deeds):
        for deed in (*deeds, "look"):
            getattr(floor, deed)()
        assert looked(city) == answers
        assert print_of(lone_city.engine) == before
        shown = floor.client.get("/api/v1/panels/ticker.json").json
        assert shown["exercise"] == one.code
        assert {row["code"] for row in shown["rows"]} <= {row["code"] for row in floor.rows(event)}

    holds()
    for table in (warning, event, dispatch, task, outbox, room, forecast, control_order, check_tick):
        assert floor.rows(table), table.name


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
