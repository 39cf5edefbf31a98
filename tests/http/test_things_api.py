"""The registers over HTTP: told of once, changed by those who saw the state, read in scope, phones masked."""

import csv
import io
import json

import openpyxl
import pytest

THINGS = "/api/v1/things"
TOWN, OTHER = "990102001", "990103100"
HERE, THERE = {"lon": 119.13, "lat": 25.03}, {"lon": 119.05, "lat": 25.05}
SECRET = "绝不外传之处"
PHONE = "13800001234"
PERSONS = [{"level": 3, "role": "镇级责任人", "name": "责任人-00007", "phone": PHONE}]


def new(code="FX-1", **more):
    return {"layer": "risk_point", "code": code, "name": "后山", "kind": "geo_hazard", "grade": 2} | HERE | more


@pytest.fixture
def town(lone_desk):
    """A sender of one town; elsewhere the city has things that nobody there may know of."""
    rows = [new(f"QQ-{n}", name=f"{SECRET}{n}", persons=PERSONS, **THERE) for n in range(3)]
    assert lone_desk.post(THINGS, {"things": rows}).json["created"] == 3
    one = lone_desk.sender("东一街道", "duty_officer", TOWN)
    one.post(THINGS, {"things": [new(f"FX-{n}", persons=PERSONS, people=300) for n in range(3)]})
    return one


def test_a_thing_is_created_once_then_known_then_changed(desk):
    first = desk.post(THINGS, new(people=120, persons=PERSONS), Idempotency_Key="a")
    assert (first.status_code, first.headers["Location"]) == (201, f"{THINGS}/risk_point/FX-1")
    again = desk.post(THINGS, new(people=120, persons=PERSONS), Idempotency_Key="a")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
    assert desk.post(THINGS, new(people=120, persons=PERSONS)).json["outcome"] == "known"
    put = desk.put(f"{THINGS}/risk_point/FX-1", new(people=900, seq=1))
    assert (put.status_code, put.json["outcome"], put.json["seq"]) == (200, "changed", 2)
    stale = desk.put(f"{THINGS}/risk_point/FX-1", new(people=1, seq=1))
    assert stale.status_code == 409
    row = desk.get(f"{THINGS}/risk_point/FX-1").json
    assert row["danger"]["word"] == "大型"
    assert [(step["move"], step["actor"]) for step in row["history"]] == [("add", "热线平台"), ("edit", "热线平台")]
    gone = desk.post(f"{THINGS}/risk_point/FX-1/retire", {"reason": "已治理", "seq": 2})
    assert (gone.status_code, desk.get(THINGS).json["things"]) == (200, [])
    assert desk.get(f"{THINGS}/risk_point/FX-1").json["retired_at"]


def test_what_cannot_be_taken_is_in_the_quarantine_and_the_rest_of_the_batch_is_not(lone_desk):
    rows = [new("A"), new("B", grade=9), new("C", lon=10.0), "x", new("D", kind="volcano"), new("E", surplus=1)]
    reply = lone_desk.post(THINGS, {"things": rows})
    assert reply.status_code == 207
    outcomes = [one["outcome"] for one in reply.json["results"]]
    assert outcomes == ["created", *["quarantined"] * 5]
    codes = [one.get("code") for one in reply.json["results"]][1:]
    assert codes == ["malformed", "outside", "malformed", "category", "malformed"]
    one = lone_desk.post(THINGS, new("F", grade=9))
    assert (one.status_code, one.content_type) == (422, "application/problem+json")


def test_telephones_leave_by_no_door(lone_desk, town):
    for query in ("", "?format=csv&layer=risk_point", "?format=geojson", "?layer=risk_point"):
        for reply in (lone_desk.get(THINGS + query), lone_desk.client.get(THINGS + query, buffered=True)):
            assert reply.status_code == 200
            assert PHONE not in reply.get_data(as_text=True)
    assert "138****1234" in lone_desk.get(f"{THINGS}/risk_point/FX-1").get_data(as_text=True)
    guest = lone_desk.client.get(f"{THINGS}/risk_point/FX-1").get_data(as_text=True)
    assert "138" not in guest
    assert "责任人-00007" not in guest
    assert "东一街道" not in guest


@pytest.mark.parametrize(
    "query", ["", "?layer=risk_point", f"?text={SECRET}", "?grade=2", "?format=csv", "?format=geojson"]
)
def test_a_towns_key_sees_only_its_own(town, query):
    text = town.get(THINGS + query).get_data(as_text=True)
    assert SECRET not in text
    assert "QQ-1" not in text


def test_what_lies_elsewhere_answers_as_what_is_not_there(town):
    there, nowhere = (town.get(f"{THINGS}/risk_point/{code}") for code in ("QQ-1", "YY-1"))
    assert (there.status_code, there.get_data()) == (404, nowhere.get_data())
    for code in ("QQ-1", "YY-1"):
        assert town.post(f"{THINGS}/risk_point/{code}/retire", {"reason": "不在了"}).status_code == 404
    assert town.get(f"{THINGS}?region={OTHER}").status_code == 404
    assert town.post(THINGS, new("Z-1", **THERE)).json["detail"] == town.post(THINGS, new("QQ-1")).json["detail"]


def test_pages_hold_every_thing_once_in_order(lone_desk):
    lone_desk.post(THINGS, {"things": [new(f"FX-{n:02d}") for n in range(7)]})
    seen, after = [], ""
    while after is not None:
        page = lone_desk.get(f"{THINGS}?limit=3&after={after}" if after else f"{THINGS}?limit=3").json
        seen += [one["code"] for one in page["things"]]
        after = page["next"]
    assert seen == [f"FX-{n:02d}" for n in range(7)]
    assert lone_desk.get(f"{THINGS}?after=nonsense").status_code == 400


def test_files_hold_the_same_things(lone_desk, town):
    rows = list(
        csv.DictReader(io.StringIO(lone_desk.get(f"{THINGS}?format=csv&layer=risk_point").get_data(as_text=True)[1:]))
    )
    assert len(rows) == 6
    assert {row["坐标系"] for row in rows} == {"CGCS2000"}
    features = json.loads(lone_desk.get(f"{THINGS}?format=geojson").get_data(as_text=True))["features"]
    assert len(features) == 6
    sheet = openpyxl.load_workbook(io.BytesIO(lone_desk.get(f"{THINGS}?format=xlsx&layer=risk_point").get_data()))
    assert sheet["风险点"].max_row == 7


def test_points_of_a_layer_are_those_of_the_region(lone_desk, town):
    port = "layer=risk_point&bbox=118,24,120,26&zoom=17"
    assert len(lone_desk.get(f"{THINGS}/points.json?{port}").json["features"]) == 6
    own = town.get(f"{THINGS}/points.json?{port}").json["features"]
    assert {one["properties"]["code"] for one in own} == {"FX-0", "FX-1", "FX-2"}


@pytest.mark.parametrize("role", ["resident", "grid_staff", "leader"])
def test_other_roles_change_no_register(lone_desk, role):
    one = lone_desk.sender("别人", role)
    assert one.post(THINGS, new()).status_code == 422
    assert lone_desk.get(THINGS).json["things"] == []
    assert lone_desk.client.post(THINGS, json=new()).status_code == 401


def test_schools_are_a_register_and_are_missed_only_while_nobody_keeps_it(lone_desk):
    around = {"circle": HERE | {"km": 2}}
    assert lone_desk.post("/api/v1/exposure", around).json["schools"] is None
    told = {"layer": "school", "code": "XX-1", "name": "实验小学", "kind": "小学", "pupils": 1200, "boarders": 0}
    assert lone_desk.post(THINGS, told | THERE).status_code == 201
    assert lone_desk.post("/api/v1/exposure", around).json["schools"] == []
    assert lone_desk.post(THINGS, told | HERE | {"code": "XX-2"}).status_code == 201
    body = lone_desk.post("/api/v1/exposure", around).json
    assert [(row["kind"], row["n"]) for row in body["schools"]] == [("primary", 1)]
    assert (body["others"], body["places_total"]) == ([], 1)
    assert lone_desk.post(THINGS, told | HERE | {"code": "XX-3", "pupils": -1}).status_code == 422
