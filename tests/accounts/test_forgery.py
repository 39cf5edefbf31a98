"""Other sites in the same browser change nothing here; too many requests are told to wait."""

import pytest

from app import create_app
from tests.apps import app_on
from tests.conftest import toy_settings
from tests.seats import HERE, PASSWORD, add, enter, signed_in, token_of

EVIL = ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"})
OUTPUT = {"output": "x.data", "outputs": {"id": "x", "property": "data"}, "inputs": [], "changedPropIds": []}


@pytest.mark.parametrize("headers", EVIL)
@pytest.mark.parametrize("path", ["/_dash-update-component", "/photos", "/login", "/logout", "/accounts/add"])
def test_another_site_changes_nothing(lone_desk, headers, path):
    client = signed_in(lone_desk.app, "a1", "administrator")
    assert client.post(path, json=OUTPUT, headers=headers).status_code == 403


def test_a_session_acts_only_for_who_says_where_he_comes_from(lone_desk):
    client = signed_in(lone_desk.app, "a1", "duty_officer")
    assert client.post("/_dash-update-component", json=OUTPUT).status_code == 403
    assert client.post("/_dash-update-component", json=OUTPUT, headers=HERE).status_code != 403
    assert (
        client.post("/_dash-update-component", json=OUTPUT, headers={"Origin": "http://localhost"}).status_code != 403
    )


@pytest.mark.parametrize("path", ["/login", "/logout", "/account/password", "/accounts/add", "/accounts/step"])
def test_a_form_without_its_token_is_refused(lone_desk, path):
    client = signed_in(lone_desk.app, "a1", "administrator")
    token = token_of(client, "/account")
    first = "B" if token[0] == "A" else "A"  # not the last letter: of its six bits two are padding
    for told in ({}, {"csrf_token": "x"}, {"csrf_token": first + token[1:]}):
        assert client.post(path, data=told, headers=HERE).status_code == 403


def test_the_token_of_another_session_is_none(lone_desk):
    client, other = signed_in(lone_desk.app, "a1", "administrator"), signed_in(lone_desk.app, "a2", "administrator")
    assert client.post("/logout", data={"csrf_token": token_of(other, "/account")}, headers=HERE).status_code == 403


def test_programs_with_a_key_need_no_origin(lone_desk):
    made = lone_desk.post("/api/v1/events", {"title": "积水", "category": "flood", "lon": 119.03, "lat": 25.03})
    assert made.status_code == 201


@pytest.fixture
def strict(sqlite_url, toy_dir):
    """A demo whose limits are reached soon."""
    settings = toy_settings(toy_dir, sqlite_url, sign_in_limit="3 per minute", api_limit="4 per minute")
    with app_on(settings) as app:
        yield app


def test_one_request_too_many_is_told_when_to_come_again(strict):
    client = strict.test_client()
    told = [client.get("/api/v1/regions").status_code for _n in range(5)]
    assert told == [200] * 4 + [429]
    answer = client.get("/api/v1/regions")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/v1/regions", environ_overrides={"REMOTE_ADDR": "10.0.0.7"}).status_code == 200


def test_tries_to_sign_in_are_limited_by_address(strict):
    add(strict.extensions["yitu"], "a1", "leader")
    client = strict.test_client()
    assert [enter(client, "a1", "wrong-password").status_code for _n in range(4)] == [401] * 3 + [429]
    token = token_of(client)
    told = {"login": "a1", "password": PASSWORD, "csrf_token": token}
    elsewhere = client.post("/login", data=told, headers=HERE, environ_overrides={"REMOTE_ADDR": "10.0.0.7"})
    assert elsewhere.status_code == 303


def test_limits_count_over_processes_by_redis_and_go_on_without_it(sqlite_url, toy_dir, redis_url):
    shared = {"redis_url": redis_url, "api_limit": "4 per minute"}
    apps = [create_app(toy_settings(toy_dir, sqlite_url, **shared)) for _n in range(2)]
    told = [app.test_client().get("/api/v1/regions").status_code for app in (*apps, *apps, *apps)]
    assert told.count(200) == 4
    for app in apps:
        app.extensions["yitu"].engine.dispose()
    away = create_app(toy_settings(toy_dir, sqlite_url, redis_url="redis://127.0.0.1:1/0", api_limit="1 per day"))
    assert {away.test_client().get("/login").status_code for _n in range(2)} == {200}
    away.extensions["yitu"].engine.dispose()
