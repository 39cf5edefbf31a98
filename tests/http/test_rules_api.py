"""Warnings raised by offices, forecasts told, the library read: over HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data.commands.warning_rules import ENGINE, install_shipped
from data.commands.watch import sweep
from data.engine import writing
from data.schema import forecast, quarantine, warning

WARNINGS, FORECASTS, RULES = "/api/v1/warnings", "/api/v1/forecasts", "/api/v1/rules"
EAST, WEST = "990102", "990103"
TOLD = {"field": "rain", "colour": 2, "title": "暴雨橙色预警", "words": "未来三小时有强降雨", "regions": [EAST]}


@pytest.fixture
def desk(lone_desk):
    with writing(lone_desk.house.engine) as connection:
        install_shipped(connection, ENGINE, lone_desk.house.clock.now())
    return lone_desk


def count(desk, table) -> int:
    with desk.house.engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def test_an_office_raises_a_warning_once_under_its_key_and_it_is_live(desk):
    duty = desk.sender("气象台", "duty_officer", EAST)
    replies = [duty.post(WARNINGS, TOLD, Idempotency_Key="w1") for _ in range(2)]
    assert [one.status_code for one in replies] == [201, 201]
    assert replies[0].json == replies[1].json
    assert replies[1].headers["Idempotent-Replayed"] == "true"
    assert count(desk, warning) == 1
    whole = desk.get(replies[0].headers["Location"]).json
    assert (whole["title"], whole["colour"], whole["rule"], whole["origin"]) == ("暴雨橙色预警", 2, None, "气象台")
    assert whole["regions"][0]["code"] == EAST
    assert duty.post(f"{whole['url']}/moves", {"move": "clear", "reason": "雨停"}).json["state"] == "cleared"


def test_a_drawn_area_becomes_regions_and_an_expired_one_is_refused(desk):
    now = desk.house.clock.now()
    office = desk.sender("应急", "leader", "")
    whole = office.post(WARNINGS, TOLD | {"expires_at": (now + timedelta(hours=6)).isoformat()}).json
    assert whole["expires_at"]
    box = {"type": "Polygon", "coordinates": [[[100, 10], [130, 10], [130, 40], [100, 40], [100, 10]]]}
    drawn = office.post(WARNINGS, {**TOLD, "regions": [], "area": box})
    assert drawn.status_code == 201, drawn.json
    assert [one["code"] for one in drawn.json["regions"]] == ["990100"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": 5},
        {"field": "love"},
        {"title": ""},
        {"regions": []},
        {"regions": [EAST], "area": {"type": "Polygon", "coordinates": []}},
        {"regions": [], "area": {"type": "Point", "coordinates": [1, 2]}},
        {"regions": [], "area": {"type": "Polygon", "coordinates": [[["x", 1], [2, 2], [3, 3], ["x", 1]]]}},
        {"regions": [], "area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}},
        {"expires_at": "2020-01-01T00:00:00+08:00"},
        {"more": 1},
    ],
    ids=str,
)
def test_a_senseless_warning_is_refused_and_nothing_is_raised(desk, wrong):
    reply = desk.sender("应急", "leader", "").post(WARNINGS, TOLD | wrong)
    assert (reply.status_code, reply.content_type) == (400, "application/problem+json")
    assert count(desk, warning) == 0


def test_nobody_raises_elsewhere_or_without_the_role(desk):
    west = desk.sender("西区", "duty_officer", WEST)
    assert west.post(WARNINGS, TOLD).status_code == 404
    assert desk.sender("网格", "grid_staff", EAST).post(WARNINGS, TOLD).status_code == 403
    assert desk.client.post(WARNINGS, json=TOLD).status_code == 401
    assert count(desk, warning) == 0


def test_a_warning_over_more_than_the_sender_s_region_is_seen_but_not_moved(desk):
    city = desk.sender("市里", "leader", "").post(WARNINGS, TOLD | {"regions": [EAST, WEST]}).json
    east = desk.sender("东区", "duty_officer", EAST)
    assert east.get(city["url"]).json["title"] == TOLD["title"]
    assert east.post(f"{city['url']}/moves", {"move": "acknowledge"}).status_code == 404


def test_forecasts_are_taken_known_or_kept_apart_and_rules_look_at_them(desk):
    now = desk.house.clock.now()
    one = {"region": EAST, "quantity": "rain", "issued_at": now.isoformat(), "value": 120.0, "unit": "mm"}
    one |= {"since": now.isoformat(), "until": (now + timedelta(hours=3)).isoformat()}
    wrong = [one | {"value": -1.0}, one | {"quantity": "mood"}, "rain", one | {"region": "990199"}]
    office = desk.sender("气象台", "system", "")
    reply = office.post(FORECASTS, {"forecasts": [one, one, *wrong]})
    assert reply.status_code == 207
    assert [reply.json[name] for name in ("taken", "known", "quarantined")] == [1, 1, 4]
    assert (count(desk, forecast), count(desk, quarantine)) == (1, 4)
    with writing(desk.house.engine) as connection:
        assert sweep(connection, now)["raise"] >= 1
    raised = desk.get(f"{WARNINGS}?rule=rainstorm_forecast").json["warnings"]
    assert {row["colour"] for row in raised} == {1}
    assert office.post(FORECASTS, {"forecasts": []}).status_code == 400
    assert desk.client.post(FORECASTS, json={"forecasts": [one]}).status_code == 401
    assert desk.sender("西区", "system", WEST).post(FORECASTS, {"forecasts": [one]}).json["quarantined"] == 1


def test_the_library_lists_every_rule_with_words_state_and_hits(desk):
    found = desk.client.get(RULES).json
    assert len(found["rules"]) == 130
    rain = next(row for row in found["rules"] if row["code"] == "rainstorm")
    assert rain["levels"][0] == {"colour": 1, "when": "近 3 小时雨量累计达到 100 mm"}
    assert (rain["version"], rain["precision"], len(rain["trend"])) == (1, None, 30)
    assert desk.client.get(f"{RULES}?region=990199").status_code == 404
    assert desk.client.get(f"{RULES}?no=1").status_code == 400
