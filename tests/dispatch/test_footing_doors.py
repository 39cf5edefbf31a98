"""Footings by keys: declared once under a key, by whom it may be, ended with why; the log names the sender."""

from sqlalchemy import select

from data.schema import audit, region

API = "/api/v1/footings"
WHY = {"words": "台风逼近"}


def places(desk, level=3):
    with desk.house.engine.connect() as connection:
        of = select(region.c.code).where(region.c.level == level, region.c.tree == "spine").order_by(region.c.lo)
        return connection.scalars(of).all()


def test_a_region_is_put_on_a_war_footing_once_and_back(desk):
    officer, place = desk.sender("指挥系统", "duty_officer"), places(desk)[0]
    asked = WHY | {"region": place}
    made = officer.post(API, asked, Idempotency_Key="war-1")
    again = officer.post(API, asked, Idempotency_Key="war-1")
    assert (made.status_code, again.status_code) == (201, 201) and again.headers["Idempotent-Replayed"] == "true"
    assert made.json == again.json and made.json["footing"] == "war" and made.json["region_code"] == place
    assert officer.post(API, asked, Idempotency_Key="war-2").status_code == 409
    code = made.json["code"]
    assert [one["code"] for one in officer.get(API).json["footings"]] == [code]
    assert officer.get(f"{API}/{code}").json == made.json
    over = officer.post(f"{API}/{code}/moves", {"move": "end", "words": "风雨减弱"})
    assert (over.status_code, over.json["footing"], over.json["ended_words"]) == (200, "peace", "风雨减弱")
    assert officer.post(f"{API}/{code}/moves", {"move": "end", "words": "风雨减弱"}).status_code == 409
    assert officer.get(API).json["footings"] == []
    assert [one["code"] for one in officer.get(f"{API}?state=peace").json["footings"]] == [code]
    with desk.house.engine.connect() as connection:
        told = connection.execute(
            select(audit.c.actor, audit.c.outcome).where(audit.c.target.contains("footings"))
        ).all()
    assert ("指挥系统", "done") in [tuple(row) for row in told]


def test_it_is_about_an_event_of_the_region_and_of_nothing_else(desk):
    officer = desk.sender("指挥系统", "duty_officer")
    place = desk.post("/api/v1/events", {"title": "积水", "category": "flood", "lon": 119.13, "lat": 25.03}).json
    code = officer.get(f"/api/v1/events/{place['id']}").json["code"] if "code" not in place else place["code"]
    made = officer.post(API, WHY | {"event": code})
    assert (made.status_code, made.json["on"]) == (201, f"event-{code}")
    both = WHY | {"event": code, "warning": "W20240725-0001"}
    assert officer.post(API, both).status_code == 400
    assert officer.post(API, WHY | {"event": "E20200101-9999999", "region": places(desk)[0]}).status_code == 404


def test_strange_words_states_and_keys_are_refused(desk):
    officer, place = desk.sender("指挥系统", "duty_officer"), places(desk)[0]
    for body in ({}, {"words": ""}, {"words": "  "}, WHY | {"region": "x"}, WHY | {"more": 1}, {"words": "长" * 201}):
        assert officer.post(API, body).status_code in (400, 404), body
    assert officer.get(f"{API}?state=truce").status_code == 400
    assert officer.get(f"{API}/P20200101-0001").status_code == 404
    assert desk.sender("水利", "agency").post(API, WHY | {"region": place}).status_code == 403
    assert desk.client.get(API).status_code == 401
