"""An exercise of a real city is played by the city's accounts; an exercise of a demo by visitors as well."""

import pytest

from app import create_app
from tests.seats import add, enter, signed_in


@pytest.fixture
def app(lone_city, opened, shower):
    """The app of an exercise of a city that is no demo, with one account of that city."""
    add(lone_city, "wang.li", "duty_officer")
    one = opened(lone_city, shower)
    return create_app(one.settings.model_copy(update={"demo": False}))


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/things", "/api/v1/exercise", "/api/v1/live"])
def test_a_stranger_is_told_nothing_of_it(app, path):
    assert app.test_client().get(path).status_code == 401


def test_a_stranger_is_led_to_the_sign_in_and_an_account_of_the_city_comes_in(app):
    client = app.test_client()
    assert client.get("/").headers["Location"] == "/login"
    assert enter(client, "wang.li").status_code == 303
    assert client.get("/api/v1/exercise").get_json()["code"] == "shower"


def test_sessions_of_the_city_open_no_exercise(lone_city, app):
    city = signed_in(create_app(lone_city.settings.model_copy(update={"demo": False})), "zhao.min", "duty_officer")
    there = app.test_client()
    for cookie in city._cookies.values():
        there.set_cookie(cookie.key, cookie.value)
        there.set_cookie("yitu_shower", cookie.value)
    assert there.get("/api/v1/events").status_code == 401


def test_a_demo_is_still_open_to_its_visitors(lone_city, opened, shower):
    assert opened(lone_city, shower).app.test_client().get("/api/v1/exercise").status_code == 200
