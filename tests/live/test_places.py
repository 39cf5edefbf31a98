"""Places at the stream: so many and no more, free again at once, and none of them takes a thread from ordinary work."""

import http.client
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from data.live.hub import hub_of
from tests.live.conftest import city_served
from tests.live.screens import Screen


def test_a_screen_without_a_place_is_told_when_to_come_again_and_a_gone_one_frees_its_place_at_once(small):
    screens = [small.screen() for _ in range(3)]
    refused = Screen(small.url)
    assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert small.get("/api/v1/revisions")["revisions"]["events"] >= 1
    screens[0].close()
    time.sleep(0.3)
    small.screen().close()
    for one in screens[1:]:
        one.close()


def test_one_address_has_not_all_places_and_another_asker_still_finds_one(sqlite_template, tmp_path, toy_dir):
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'each.db')}"
    with city_served(toy_dir, url, WEB_CONCURRENCY="1", YITU_LIVE_SCREENS="5", YITU_LIVE_EACH="2") as served:
        screens = [served.screen() for _ in range(2)]
        refused = Screen(served.url)
        assert (refused.status, refused.headers["Retry-After"]) == (429, "10")
        screens.append(served.screen(served.key))
        screens[0].close()
        time.sleep(0.3)
        screens[0] = served.screen()
        for one in screens:
            one.close()


def test_a_stream_is_neither_cached_nor_compressed_and_keeps_its_security_headers(small):
    screen = small.screen()
    told = screen.headers
    assert told["Content-Type"].startswith("text/event-stream")
    assert told["Cache-Control"] == "no-cache, no-transform"
    assert told["X-Accel-Buffering"] == "no"
    assert "Content-Encoding" not in told
    assert "frame-ancestors" in told["Content-Security-Policy"]
    screen.close()


def test_a_hundred_screens_leave_all_threads_to_ordinary_requests(sqlite_template, tmp_path, toy_dir):
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'many.db')}"
    with city_served(toy_dir, url, WEB_CONCURRENCY="1") as served:
        with ThreadPoolExecutor(10) as hands:
            screens = list(hands.map(lambda _: served.screen(), range(100)))
        began = time.monotonic()
        for _ in range(20):
            served.get("/api/v1/revisions")
        assert time.monotonic() - began < 5
        served.post(
            "/api/v1/events", {"title": "路面积水", "category": "flood", "lon": 119.13, "lat": 25.03, "grade": "S"}
        )
        for one in screens:
            one.wait("alarm", seconds=5)
        with ThreadPoolExecutor(10) as hands:
            list(hands.map(Screen.close, screens))


def test_an_asker_who_only_wants_to_know_whether_it_is_there_takes_no_place(small):
    for _ in range(5):
        connection = http.client.HTTPConnection(urlsplit(small.url).netloc, timeout=10)
        connection.request("HEAD", "/api/v1/live")
        assert connection.getresponse().status == 200
        connection.close()
    small.screen().close()


def test_another_server_than_ours_is_given_the_stream_in_pieces(client):
    """Flask's own client gives no socket away: a thread waits instead, and the place is free when it leaves."""
    answer = client.get("/api/v1/live", buffered=False)
    pieces = answer.iter_encoded()
    assert next(pieces) == b"retry: 2000\n\n"
    assert b"event: revisions\n" in next(pieces)
    answer.close()
    hub = hub_of(client.application)
    until = time.monotonic() + 3
    while hub.taken and time.monotonic() < until:
        time.sleep(0.02)
    assert hub.taken == 0


def test_outside_the_demo_nobody_is_told_anything_without_signing_in(lone):
    app, key = lone
    with app.test_client() as visitor:
        assert visitor.get("/api/v1/live").status_code == 401
        assert visitor.get("/api/v1/revisions").status_code == 401
        told = visitor.get("/api/v1/revisions", headers={"Authorization": f"Bearer {key}"})
        assert told.status_code == 200


def test_an_unknown_parameter_is_refused(client):
    assert client.get("/api/v1/live?since=1").status_code == 400
    assert client.get("/api/v1/revisions?since=1").status_code == 400
