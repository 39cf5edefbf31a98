"""Warnings over HTTP: found by region, read with their numbers, moved once by those who may."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from components.warning_page import Asked, warning_drawn
from data.commands.warning_rules import ENGINE, install_shipped
from data.commands.warnings import NewWarning, raise_warning
from data.commands.watch import watch
from data.engine import writing
from data.queries.regions import region_of
from data.schema import reading, reading_sum, warning, warning_history
from data.scope import Scope
from tests.gauges import plant_station, tell

WARNINGS = "/api/v1/warnings"
EAST, WEST = "990102", "990103"


@pytest.fixture
def flooded(lone_desk):
    """A puddle of 42 cm in the east that a rule has warned of, and what an office says of the west."""
    now = lone_desk.house.clock.now()
    with writing(lone_desk.house.engine) as connection:
        install_shipped(connection, ENGINE, now)
        east, west = (region_of(connection, code, Scope.guest()) for code in (EAST, WEST))
        gauge = plant_station(connection, "S1", "waterlog", east.lo, {"depth": {}}, now - timedelta(days=1))["depth"]
        tell(connection, gauge, now, 42.0)
        watch(connection, [gauge], now)
        told = dict(field="rain", title="暴雨蓝色预警", colour=4, words="有雨", region_id=west.id, at=now)
        raise_warning(connection, NewWarning(**told, origin="气象台", provenance="published"), ENGINE, now)
    return lone_desk


def codes(reply) -> list[str]:
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return [row["title"] for row in reply.json["warnings"]]


def test_warnings_are_found_by_region_state_field_and_colour(flooded):
    assert codes(flooded.get(WARNINGS)) == ["S1站道路积水", "暴雨蓝色预警"]
    assert codes(flooded.client.get(f"{WARNINGS}?region={WEST}")) == ["暴雨蓝色预警"]
    assert codes(flooded.get(f"{WARNINGS}?field=waterlog")) == ["S1站道路积水"]
    assert codes(flooded.get(f"{WARNINGS}?colour=2&state=raised")) == ["S1站道路积水"]
    assert codes(flooded.get(f"{WARNINGS}?state=cleared")) == []
    first = flooded.get(f"{WARNINGS}?state=all&limit=1")
    assert 'rel="next"' in first.headers["Link"]
    rest = flooded.get(f"{WARNINGS}?state=all&limit=1&after={first.json['next']}")
    assert sorted(codes(first) + codes(rest)) == ["S1站道路积水", "暴雨蓝色预警"]
    assert rest.json["next"] is None


@pytest.mark.parametrize(
    "query",
    [
        "state=gone",
        "colour=5",
        "colour=red",
        "field=love",
        "rule=%00",
        "limit=0",
        "after=x",
        "state=all&after=x",
        "ended=yesterday",
        "no=1",
    ],
)
def test_senseless_questions_are_told_apart(flooded, query):
    reply = flooded.get(f"{WARNINGS}?{query}")
    assert (reply.status_code, reply.content_type) == (400, "application/problem+json")


def test_one_warning_tells_the_numbers_and_who_may_do_what(flooded):
    duty = flooded.sender("值班", "duty_officer", EAST)
    url = flooded.get(WARNINGS).json["warnings"][0]["url"]
    whole = duty.get(url).json
    assert whole["words"] == "S1站的积水深度 42 cm，达到 40 cm"
    fired = whole["numbers"][0]
    assert (fired["value"], fired["bar"], fired["unit"]) == (42.0, 40.0, "cm")
    assert whole["moves"] == ["acknowledge", "shelve", "escalate", "deescalate", "clear", "judge"]
    assert (whole["station_code"], whole["rule"], whole["provenance"]) == ("S1", "waterlogging", "simulated")
    assert flooded.client.get(url).json["moves"] == []


def test_a_move_is_made_once_under_its_key_and_hides_the_person_from_guests(flooded):
    duty = flooded.sender("值班", "duty_officer", EAST)
    url = flooded.get(WARNINGS).json["warnings"][0]["url"]
    asked = {"move": "acknowledge", "reason": "已派人"}
    replies = [duty.post(f"{url}/moves", asked, Idempotency_Key="k1") for _ in range(2)]
    assert [one.status_code for one in replies] == [200, 200]
    assert replies[0].json == replies[1].json
    assert replies[1].headers["Idempotent-Replayed"] == "true"
    assert replies[0].json["state"] == "acknowledged"
    with flooded.house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(warning_history)) == 3
    assert duty.post(f"{url}/moves", asked).status_code == 409
    step = flooded.client.get(url).json["history"][-1]
    assert (step["move"], step["actor"], step["reason"]) == ("acknowledge", None, None)
    assert duty.get(url).json["history"][-1]["actor"] == "值班"


def test_nobody_moves_what_is_elsewhere_or_not_theirs_to_move(flooded):
    url = flooded.get(WARNINGS).json["warnings"][0]["url"]
    west = flooded.sender("西区值班", "duty_officer", WEST)
    asked = {"move": "acknowledge"}
    assert west.get(url).status_code == west.post(f"{url}/moves", asked).status_code == 404
    assert west.get(f"{WARNINGS}?region={EAST}").status_code == 404
    assert codes(west.get(WARNINGS)) == ["暴雨蓝色预警"]
    assert flooded.client.post(f"{url}/moves", json=asked).status_code == 401
    assert flooded.post(f"{url}/moves", asked).status_code == 403  # a system acknowledges nothing
    assert flooded.post(f"{url}/moves", {"move": "dance"}).status_code == 400
    assert flooded.get(f"{WARNINGS}/W20240101-0001").status_code == flooded.get(f"{WARNINGS}/x").status_code == 404


def test_the_commands_install_list_switch_sweep_and_derive(flooded, tmp_path):
    def run(*words: str) -> tuple[int, str]:
        result = flooded.app.test_cli_runner().invoke(args=["warnings", *words])
        return result.exit_code, result.output

    code = flooded.get(WARNINGS).json["warnings"][0]["code"]
    assert run("install") == (0, "130 rules read: 0 new, 0 changed\n")
    assert "S1站的积水深度 42 cm，达到 40 cm" in run("list")[1]
    exit_code, said = run("derive", code)
    assert (exit_code, "橙色 → 橙色" in said) == (0, True)
    assert "waterlogging" in run("rules")[1]
    assert run("sweep") == (0, "nothing to do\n")
    assert run("disable", "waterlogging") == (0, "off\n")
    assert run("list", "--region", EAST) == (0, "")
    assert run("enable", "waterlogging") == (0, "on\n")
    rules = tmp_path / "own.json"
    rules.write_text('[{"code": "x"}]', "utf-8")
    exit_code, said = run("import", str(rules))
    assert (exit_code, "row 1" in said) == (1, True)
    assert run("derive", "W20240101-0001")[0] == 1


def test_what_was_cleared_today_is_found_whoever_had_raised_it_and_what_was_before_is_not(flooded):
    assert codes(flooded.get(f"{WARNINGS}?state=cleared&ended=today")) == []
    url = flooded.get(f"{WARNINGS}?region={WEST}").json["warnings"][0]["url"]
    duty = flooded.sender("值班", "duty_officer")
    assert duty.post(f"{url}/moves", {"move": "clear", "reason": "雨停"}).status_code == 200
    assert codes(flooded.get(f"{WARNINGS}?state=cleared&ended=today")) == ["暴雨蓝色预警"]
    with writing(flooded.house.engine) as connection:
        before = flooded.house.clock.now() - timedelta(days=1)
        connection.execute(update(warning).where(warning.c.ended_at.is_not(None)).values(ended_at=before))
    assert codes(flooded.get(f"{WARNINGS}?state=cleared&ended=today")) == []


def test_the_page_says_whether_it_can_be_derived_again_and_leads_to_its_cap_message(flooded):
    one, told = flooded.get(WARNINGS).json["warnings"]

    def page(code):
        with flooded.app.test_request_context():
            return warning_drawn(flooded.house, Asked(code=code))

    drawn = page(one["code"])
    assert "单次读数重新推导：橙色，与当时一致" in drawn["why"]
    assert f'href="{one["url"]}.cap"' in drawn["head"]
    assert "重新推导" not in page(told["code"])["why"], "an office raised it"
    with writing(flooded.house.engine) as connection:
        connection.execute(update(reading).values(value=90.0))
    other = page(one["code"])["why"]
    assert "不一致" in other and 'role="alert"' in other
    with writing(flooded.house.engine) as connection:
        connection.execute(delete(reading))
        connection.execute(delete(reading_sum))
    assert "当时的读数已清理" in page(one["code"])["why"]
