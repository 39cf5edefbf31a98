"""What one worker commits, the screens of all are told: at once, in their scope, and nothing that was not committed."""

import time
from datetime import UTC, datetime

from sqlalchemy import select

from data.commands.revisions import bump
from data.commands.senders import revoke_sender
from data.commands.warnings import NewWarning, raise_warning
from data.life.actor import Actor
from data.queries.alarms_told import MOST
from data.queries.revisions import revisions
from data.schema import region
from data.scope import Scope
from tests.http.conftest import new_key
from tests.live.screens import Screen
from tests.quiet import alone

EVENTS = "/api/v1/events"
EAST, WEST = "990102", "990103"
DUTY = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
AT_ONCE = 1.0  # seconds


def puddle(**more):
    return {"title": "路面积水", "category": "flood", "lon": 119.13, "lat": 25.03} | more


def revision_of(served, topic):
    with served.engine.connect() as connection:
        return revisions(connection).get(topic, 0)


def rise(served, code, colour):
    """A warning of a county, raised by a process that serves nobody."""
    with served.engine.begin() as connection:
        place = connection.scalar(select(region.c.id).where(region.c.code == code, region.c.tree == "spine"))
        new = NewWarning(
            field="rain",
            title="暴雨",
            colour=colour,
            words="雨大",
            region_id=place,
            at=datetime(2024, 7, 25, 4, tzinfo=UTC),
            origin="气象台",
            provenance="simulated",
        )
        return raise_warning(connection, new, DUTY, datetime(2024, 7, 25, 4, 1, tzinfo=UTC))


def test_what_one_worker_commits_is_told_by_all_of_them(served):
    screens = [served.screen() for _ in range(12)]
    with alone():
        before, began = revision_of(served, "events"), time.monotonic()
        served.post(EVENTS, puddle())
        heard = [one.wait("revisions", lambda told: told["events"] > before) for one in screens]
    assert max(one.at for one in heard) - began <= AT_ONCE
    for one in screens:
        one.close()


def test_a_grave_event_is_told_in_words_and_a_plain_one_is_not(served):
    screen = served.screen()
    served.post(EVENTS, puddle(title="小水坑"))
    made = served.post(EVENTS, puddle(title="堤防渗漏", grade="S"))
    told = screen.wait("alarm").data
    assert (told["kind"], told["level"], told["way"]) == ("event", 1, f"/events/{made['id']}")
    assert "堤防渗漏" in told["words"]["zh"]
    assert told["words"]["en"].startswith("Major event · ")
    assert told.keys() == {"kind", "level", "code", "at", "place", "way", "provenance", "words"}
    assert len(screen.all("alarm")) == 1
    screen.close()


def test_a_screen_that_was_away_is_told_the_alarms_of_the_gap_and_no_others(served):
    screen = served.screen()
    served.post(EVENTS, puddle(title="之前", grade="S"))
    screen.wait("alarm")
    screen.wait("beat", lambda told: True, 12)
    last = screen.last
    screen.close()
    served.post(EVENTS, puddle(title="断线时", grade="S"))
    rise(served, EAST, 1)
    back = served.screen(last=last)
    back.wait("alarm", lambda told: told["kind"] == "warning")
    assert [one["words"]["zh"].split(" · ")[1] for one in back.all("alarm")] == ["断线时", "暴雨"]
    fresh, strange = served.screen(), served.screen(last="00000000-0-0")
    time.sleep(0.6)
    assert fresh.all("alarm") == strange.all("alarm") == []
    polled = served.get(f"/api/v1/revisions?last={last}")
    assert [one["words"] for one in polled["alarms"]] == [one["words"] for one in back.all("alarm")]
    for one in (back, fresh, strange):
        one.close()


def test_of_more_alarms_than_are_told_one_by_one_it_says_how_many_there_were(served):
    screen = served.screen()
    screen.wait("beat", lambda told: True, 12)
    last = screen.last
    screen.close()
    east = new_key(served.engine, f"东区-{time.time_ns()}", "grid_staff", EAST)
    for n in range(MOST + 4):
        rise(served, EAST if n % 2 else WEST, 2)
    served.post(EVENTS, puddle(title="溃口", grade="S"))
    back = served.screen(last=last)
    assert back.wait("missed").data == {"warning": 5, "event": 0}
    back.wait("alarm", lambda told: told["kind"] == "event")
    assert len(back.all("alarm")) == MOST
    polled = served.get(f"/api/v1/revisions?last={last}")
    assert polled["missed"] == {"warning": 5, "event": 0} and len(polled["alarms"]) == MOST
    few = served.screen(key=east, last=last)  # who sees half of it misses nothing, and is told no count of the rest
    few.wait("alarm", lambda told: told["kind"] == "event")
    assert few.all("missed") == [] and len(few.all("alarm")) == MOST // 2 + 3
    for one in (back, few):
        one.close()


def test_alarms_reach_only_whom_they_concern_and_numbers_are_no_counts_to_the_others(served):
    keys = {code: new_key(served.engine, f"区{code}-{time.time_ns()}", "grid_staff", code) for code in (EAST, WEST)}
    east, west = (served.screen(key=keys[code]) for code in (EAST, WEST))
    rise(served, EAST, 2)
    rise(served, WEST, 1)
    rise(served, WEST, 3)
    east.wait("alarm")
    west.wait("alarm")
    time.sleep(0.6)
    assert [one["level"] for one in east.all("alarm")] == [2]
    assert [one["level"] for one in west.all("alarm")] == [1]
    told = east.all("revisions")[-1]
    assert told["warnings"] != revision_of(served, "warnings")
    assert told["warnings"] == west.all("revisions")[-1]["warnings"]
    assert "house" not in told
    for one in (east, west):
        one.close()


def test_nothing_is_told_before_its_commit_and_nothing_that_was_rolled_back(served):
    screen = served.screen()
    for _turn in range(5):
        n = revision_of(served, "videos")
        with served.engine.connect() as connection:
            bump(connection, "videos")
            connection.rollback()
            bump(connection, "videos")
            time.sleep(0.15)
            assert all(told.get("videos", 0) <= n for told in screen.all("revisions"))
            connection.commit()
        screen.wait("revisions", lambda told, n=n: told.get("videos") == n + 1)
    numbers = [told.get("videos", 0) for told in screen.all("revisions")]
    assert numbers == sorted(numbers)
    assert numbers[-1] == revision_of(served, "videos")
    screen.close()


def test_who_may_no_longer_look_is_told_no_more(served):
    name = f"临时{time.time_ns()}"
    key = new_key(served.engine, name, "grid_staff", EAST)
    screen = served.screen(key=key)
    with served.engine.begin() as connection:
        revoke_sender(connection, name, datetime.now(UTC))
        bump(connection, "accounts")
    assert screen.ended.wait(8)
    assert Screen(served.url, key).status == 401
    screen.close()
