"""Tokens of screens: told once, kept as digests, in no address bar and no log; revoked or guessed they open nothing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from data.accounts.sessions import sittings
from data.doors.guard import as_logged
from data.errors import Forbidden, UnknownRegion, UnknownThing
from data.schema import audit, metadata, screen
from tests.accounts.test_failing import without
from tests.screens.hall import COUNTY, OTHER, TOWN, health_of
from tests.seats import HERE, add, signed_in


def test_a_screen_enters_by_its_token_which_does_not_stay_in_its_address(hall):
    _code, token = hall.add()
    client = hall.app.test_client()
    way = client.get(f"/kiosk/{token}")
    assert (way.status_code, way.headers["Location"]) == (303, "/kiosk")
    page = client.get("/kiosk")
    assert page.status_code == 200 and "左屏" in page.text and token not in page.text
    assert hall.state(client)["screen"]["name"] == "左屏"
    assert client.get("/").status_code == 200


def test_at_rest_there_are_only_digests(lone_hall):
    _code, token = lone_hall.add()
    client = lone_hall.enter(token)
    with client.session_transaction() as session:
        held = session["_user_id"]
    with lone_hall.house.engine.connect() as connection:
        for table in metadata.sorted_tables:
            kept = str(connection.execute(select(table)).all()) if table.name in ("screen", "audit") else ""
            assert token not in kept and held not in kept and held.partition(":")[2] not in kept


def test_no_log_has_the_token(lone_hall):
    _code, token = lone_hall.add()
    assert as_logged(f"/kiosk/{token}") == "/kiosk/…" and as_logged("/events") == "/events"


@pytest.mark.parametrize(("change", "words"), [("revoke", "已吊销"), ("expire", "已到期"), ("again", "另一处")])
def test_a_screen_that_is_shut_out_is_told_why_and_gets_nothing_more(hall, change, words):
    code, token = hall.add()
    client = hall.enter(token)
    if change == "revoke":
        hall.act("revoke", screen=code)
    elif change == "again":
        hall.enter(token)
    else:
        with hall.house.engine.begin() as connection:
            connection.execute(update(screen).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert list(hall.state(client)) == ["over"]
    page = client.get("/kiosk")
    assert page.status_code == 200 and words in page.text and page.headers["Refresh"]
    sittings(hall.app).forget()  # what a process trusts for a second
    assert client.get("/").status_code == 302
    assert client.get("/api/v1/revisions").status_code == 401


def test_a_new_token_opens_what_the_old_one_no_longer_does(lone_hall):
    code, token = lone_hall.add()
    lone_hall.act("revoke", screen=code)
    again = lone_hall.act("renew", screen=code, days="7")[1]
    assert lone_hall.app.test_client().get(f"/kiosk/{token}").status_code == 403
    assert "over" not in lone_hall.state(lone_hall.enter(again))


def test_who_guesses_waits_ever_longer_and_the_right_token_waits_too(lone_hall):
    token, client = lone_hall.add()[1], lone_hall.app.test_client()
    tries = [client.get(f"/kiosk/guess-{n}") for n in range(31)]
    assert {one.status_code for one in tries[:30]} == {403} and "令牌不对" in tries[0].text
    late = client.get(f"/kiosk/{token}")
    assert late.status_code == 429 and 0 < int(late.headers["Refresh"]) <= 60 and "秒后再试" in late.text


def test_the_log_tells_who_registered_revoked_and_entered_and_who_tried(lone_hall):
    code, token = lone_hall.add()
    lone_hall.enter(token)
    lone_hall.app.test_client().get("/kiosk/nothing")
    lone_hall.act("revoke", screen=code)
    with lone_hall.house.engine.connect() as connection:
        told = set(connection.execute(select(audit.c.action, audit.c.actor, audit.c.outcome)).all())
    assert {("screen_add", "officer", "done"), ("screen_enter", f"screen.{code}", "done")} <= told
    assert {("screen_enter", "?", "failed"), ("screen_revoke", "officer", "done")} <= told


def test_a_screen_tells_how_it_does_and_the_desk_sees_it(hall):
    client = hall.screen()
    hall.seen(client, width="1920", height="1080", sound="muted", page="/risk", state="left", up="12")
    row = hall.row(screen)
    assert health_of(row)["page"] == "/risk" and datetime.now(UTC) - row["seen_at"] < timedelta(seconds=30)
    page = signed_in(hall.app, "chief", "duty_officer")
    body = page.post("/_dash-update-component", json=_listing(), headers={**HERE, "Origin": "http://localhost"})
    assert "在线" in body.text and "声音被拦" in body.text and "1920×1080" in body.text


def _listing():
    asked = {"id": "listing-asked", "property": "data", "value": {"page": "screens", "search": ""}}
    out = {"id": "listing-drawn", "property": "data"}
    changed = ["listing-asked.data"]
    return {"output": "listing-drawn.data", "outputs": out, "inputs": [asked], "changedPropIds": changed, "state": []}


def test_a_county_registers_screens_of_its_own_and_sees_no_others(hall):
    add(hall.house, "county", "duty_officer", region=COUNTY)
    theirs = hall.add("外县屏", region=OTHER)[0]
    with pytest.raises(UnknownRegion):
        hall.add("越界", "county", region=OTHER)
    for act in ("revoke", "reload", "renew", "change"):
        with pytest.raises(UnknownThing) as refused:
            hall.act(act, "county", screen=theirs, days="3")
        with pytest.raises(UnknownThing) as nothing:
            hall.act(act, "county", screen="S0", days="3")
        assert str(refused.value) == str(nothing.value)
    mine = hall.enter(hall.add("本县屏", "county", region=TOWN)[1])
    assert re.search(r'"code":"' + TOWN, mine.get(f"/api/v1/regions/{TOWN}").text)
    assert mine.get(f"/api/v1/regions/{OTHER}").status_code == 404


@pytest.mark.parametrize("role", ["grid_staff", "agency", "auditor", "resident"])
def test_who_has_no_say_over_screens_does_nothing_with_them(lone_hall, role):
    add(lone_hall.house, "other", role)
    code = lone_hall.add()[0]
    for act in ("add", "revoke", "reload", "steer", "rotation", "seen"):
        with pytest.raises(Forbidden):
            lone_hall.act(act, "other", screen=code, name="x", days="3")


@pytest.mark.parametrize("role", ["leader", "presenter"])
def test_who_briefs_steers_screens_and_hands_out_no_tokens(lone_hall, role):
    add(lone_hall.house, "other", role)
    code = lone_hall.add()[0]
    lone_hall.act("reload", "other", screen=code)
    lone_hall.act("steer", "other", group=lone_hall.group()["code"], move="pause")
    for act in ("add", "renew", "revoke"):
        with pytest.raises(Forbidden):
            lone_hall.act(act, "other", screen=code, name="x", days="3")


def test_without_its_database_a_screen_says_so_and_looks_again(lone_hall):
    client = lone_hall.screen()
    without(lone_hall, "screen")
    for path in ("/kiosk", "/kiosk/whatever"):
        page = client.get(path)
        assert page.status_code == 503 and "暂时连不上数据库" in page.text and page.headers["Refresh"] == "5"
