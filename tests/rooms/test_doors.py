"""Rooms over HTTP: opened once under a key, talked in, concluded and closed; nothing for who may not see them."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from components.room_words import draft_way
from data.engine import writing
from data.schema import agency, region, room, room_conclusion
from tests.dispatch.test_doors import staffed

__all__ = ["staffed"]
API = "/api/v1/rooms"


@pytest.fixture
def opened(staffed):
    officer, event = staffed
    body = {"event": event, "title": "涵洞积水", "form": "table", "link": "https://meet.example.cn/1"}
    made = officer.post(API, body, Idempotency_Key="open-1")
    assert made.status_code == 201, made.get_data(as_text=True)
    return officer, made.json["code"], event


def test_a_room_is_opened_once_under_its_key_and_lived_in(opened):
    officer, code, event = opened
    same = {"event": event, "title": "涵洞积水", "form": "table", "link": "https://meet.example.cn/1"}
    again = officer.post(API, same, Idempotency_Key="open-1")
    assert (again.json["code"], again.headers["Idempotent-Replayed"]) == (code, "true")
    said = officer.post(f"{API}/{code}/lines", {"words": "水在涨"}, Idempotency_Key="say-1")
    officer.post(f"{API}/{code}/lines", {"words": "水在涨"}, Idempotency_Key="say-1")
    assert said.status_code == 201 and said.json["lines"][-1]["words"] == "水在涨"
    until = (officer.house.clock.now() + timedelta(hours=1)).isoformat()
    asked = {"words": "抽干", "way": "order", "owner": "vehicle-0", "deadline": until}
    assert officer.post(f"{API}/{code}/conclusions", asked).status_code == 201
    sent = officer.post(f"{API}/{code}/moves", {"move": "ask", "n": 1})
    assert sent.status_code == 200 and sent.json["conclusions"][0]["dispatch_code"].startswith("D")
    assert officer.post(f"{API}/{code}/moves", {"move": "ask", "n": 1}).status_code == 409
    assert officer.post(f"{API}/{code}/moves", {"move": "close", "words": "散会"}).json["state"] == "closed"
    assert officer.post(f"{API}/{code}/lines", {"words": "再说一句"}).status_code == 409
    listed = officer.get(f"{API}?event={event}").json["rooms"]
    assert [(row["code"], row["lines"], row["asked"]) for row in listed] == [(code, 1, 1)]
    assert len(officer.get(f"/api/v1/dispatches?event={event}").json["dispatches"]) == 1
    with officer.house.engine.connect() as connection:
        assert (
            len(connection.execute(select(room)).all()) == len(connection.execute(select(room_conclusion)).all()) == 1
        )


def test_a_sender_of_another_town_and_one_without_a_key_learn_nothing(opened):
    officer, code, event = opened
    with officer.house.engine.connect() as connection:
        towns = connection.scalars(select(region.c.code).where(region.c.level == 3).order_by(region.c.lo.desc())).all()
    far = officer.sender("别处", "duty_officer", towns[0])
    nothing = far.get(f"{API}/R20200101-9999")
    theirs = far.get(f"{API}/{code}")
    assert (theirs.status_code, theirs.json["detail"]) == (nothing.status_code, nothing.json["detail"])
    assert far.get(API).json["rooms"] == [] and far.get(f"{API}?event={event}").json["rooms"] == []
    for path, body in (("lines", {"words": "x"}), ("moves", {"move": "close", "words": "x"})):
        assert far.post(f"{API}/{code}/{path}", body).status_code == 404
    assert far.post(API, {"event": event, "title": "x"}).status_code == 404
    assert officer.client.get(API).status_code == 401


def test_an_invited_agency_speaks_and_one_that_was_not_does_not(opened):
    officer, code, _event = opened
    with writing(officer.house.engine) as connection:
        town = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo).limit(1)).one()
        row = {"code": "x.crew", "name": "镇执法队", "kind": "town", "region_id": town.id, "provenance": "measured"}
        connection.execute(insert(agency).values(row))
    there = officer.sender("镇执法队", "agency", town.code)
    assert there.get(f"{API}/{code}").status_code == 404
    officer.post(f"{API}/{code}/moves", {"move": "invite", "members": ["agency:x.crew"]})
    assert there.post(f"{API}/{code}/lines", {"words": "马上到"}).status_code == 201
    assert there.post(f"{API}/{code}/moves", {"move": "close", "words": "x"}).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x"},
        {"event": 1, "warning": 1, "title": "x"},
        {"event": 1, "title": ""},
        {"event": 1, "title": "x", "link": "http://a.cn"},
        {"event": 1, "title": "x", "form": "party"},
        {"event": 1, "title": "x", "members": ["nobody:1"]},
    ],
)
def test_what_makes_no_sense_is_refused(opened, body):
    officer, _code, event = opened
    told = body | ({"event": event} if body.get("event") == 1 else {})
    assert officer.post(API, told).status_code == 400


def test_a_table_is_told_its_sides_and_ends_with_an_outcome(opened):
    officer, code, _event = opened
    way = f"{API}/{code}/moves"
    agreed = {"move": "close", "words": "说好了", "outcome": "agreed"}
    assert officer.post(way, agreed).status_code == 400  # nobody is noted yet
    sides = [{"kind": "party", "name": "甲", "phone": "13800001111"}, {"kind": "party", "name": "乙"}]
    told = officer.post(way, {"move": "sides", "sides": [*sides, {"kind": "mediator", "name": "丙"}]})
    assert [one["kind"] for one in told.json["sides"]] == ["party", "party", "mediator"]
    assert officer.post(way, {"move": "sides", "sides": [{"kind": "judge", "name": "丁"}]}).status_code in (400, 422)
    over = officer.post(way, agreed)
    assert (over.json["state"], over.json["outcome"]) == ("closed", "agreed")


def test_a_room_leads_to_the_draft_of_its_event_or_of_the_day():
    assert draft_way({"event_id": 7, "subject_code": "E1"}) == "/drafts?template=incident&event=E1"
    assert draft_way({"event_id": None, "subject_code": "W1"}) == "/drafts?template=daily"
