"""A moment that has not come: doors refuse it in words, pages say so and stand at now."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

DOORS = (
    "/api/v1/events",
    "/api/v1/events.csv",
    "/api/v1/panels/kpi.json",
    "/api/v1/map/points.json?layers=event&bbox=118,24,120,26&zoom=12",
    "/api/v1/map/storms/2024201N12133.json",
    "/api/v1/accountability.csv",
)
PAGES = ("/", "/events", "/dispatch", "/risk?lang=en")


def at(desk, **ahead):
    return {"at": (desk.house.clock.now() + timedelta(**ahead)).isoformat(timespec="seconds")}


def joined(path, more):
    return f"{path}{'&' if '?' in path else '?'}{urlencode(more)}"


@pytest.mark.parametrize("path", DOORS)
def test_a_door_refuses_a_moment_that_has_not_come(desk, path):
    answer = desk.get(joined(path, at(desk, minutes=10)))
    assert answer.status_code == 400 and "还没有到" in answer.json["detail"]
    english = desk.get(joined(path, at(desk, days=10) | {"lang": "en"})).json["detail"]
    assert "has not come" in english


def test_a_storm_of_a_moment_that_has_not_come_exposes_nothing(desk):
    storm = {"track": "CMA2499", "force": 7}
    ahead = desk.post("/api/v1/exposure", {"storm": storm | at(desk, minutes=10)})
    assert ahead.status_code == 400 and "还没有到" in ahead.json["detail"]
    assert desk.post("/api/v1/exposure", {"storm": storm | at(desk, hours=-1)}).status_code == 404
    assert desk.post("/api/v1/exposure", {"storm": storm | {"at": "tomorrow"}}).status_code == 400


def test_a_clock_that_goes_a_little_before_ours_and_what_is_past_are_answered(desk):
    for ahead in ({"seconds": 30}, {"hours": -1}):
        assert desk.get(joined("/api/v1/events", at(desk, **ahead))).status_code == 200


def test_what_is_no_moment_is_refused_as_before(desk):
    answer = desk.get("/api/v1/events?at=tomorrow")
    assert answer.status_code == 400 and "ISO 8601" in answer.json["detail"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_to_itself_without_that_moment_and_keeps_the_rest(desk, path):
    answer = desk.get(joined(path, at(desk, days=1) | {"window": "7d"}))
    assert answer.status_code == 302
    there = urlsplit(answer.headers["Location"])
    kept = parse_qs(urlsplit(path).query) | {"window": ["7d"]}
    assert there.path == urlsplit(path).path and parse_qs(there.query) == kept | {"at": ["later"]}
    assert desk.get(answer.headers["Location"]).status_code == 200


def test_the_page_says_that_it_stands_at_now(desk):
    from components.wall import notice
    from data.view import View

    view, refused = View.lenient("at=later&window=7d")
    (told,) = notice(view, refused)
    assert view.at is None and "现在显示的是此刻" in told.children
