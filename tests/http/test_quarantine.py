"""The quarantine on the command line: seen, mended, replayed and dropped."""

import json

import pytest
from sqlalchemy import select

from data.schema import feature

POINT = {"code": "FX-1", "name": "后山滑坡点", "layer": "risk_point", "kind": "geo_hazard", "grade": "橙"}
HERE, AWAY = {"lon": 119.13, "lat": 25.03}, {"lon": 1, "lat": 1}


@pytest.fixture
def told(lone_desk):
    runner = lone_desk.app.test_cli_runner()
    return lambda *words: runner.invoke(args=["quarantine", *words]).output


def test_the_operator_lists_shows_mends_replays_and_drops(lone_desk, told, tmp_path):
    replies = [lone_desk.post("/api/v1/things", POINT | AWAY | {"code": code}) for code in ("FX-1", "FX-2")]
    assert [one.status_code for one in replies] == [422, 422]
    many = lone_desk.post("/api/v1/events", {"events": [{"title": ""}]})
    assert many.status_code == 207
    one, two = (str(reply.json["quarantine"]) for reply in replies)
    three = str(many.json["results"][0]["quarantine"])
    assert "3 waiting" in told("list") and "FX" not in told("list", "--door", "api")
    path = tmp_path / "row.json"
    path.write_text(json.dumps(json.loads(told("show", one)) | HERE))
    assert "0 replayed, 1 wait on" in told("replay", one)
    assert f"{one}: created FX-1" in told("replay", one, "--from", str(path))
    assert "0 replayed, 1 wait on" in told("replay", "--door", "things")
    assert "2 dropped" in told("drop", two, three)
    assert "0 waiting" in told("list")
    with lone_desk.house.engine.connect() as connection:
        assert connection.scalars(select(feature.c.name)).all() == [POINT["name"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("replay",), "NUMBERS, or --door"),
        (("replay", "1", "--door", "cap"), "NUMBERS, or --door"),
        (("replay", "99"), "隔离区没有这一条"),
        (("drop", "99"), "隔离区没有这一条"),
        (("show", "99"), "隔离区没有这一条"),
    ],
)
def test_what_is_asked_wrongly_is_said(told, words, said):
    assert said in told(*words)
