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
    for code in ("FX-1", "FX-2"):
        assert lone_desk.post("/api/v1/things", POINT | AWAY | {"code": code}).status_code == 422
    assert lone_desk.post("/api/v1/events", {"events": [{"title": ""}]}).status_code == 207
    assert "3 waiting" in told("list") and "FX" not in told("list", "--door", "api")
    path = tmp_path / "row.json"
    path.write_text(json.dumps(json.loads(told("show", "1")) | HERE))
    assert "0 replayed, 1 wait on" in told("replay", "1")
    assert "1: created FX-1" in told("replay", "1", "--from", str(path))
    assert "0 replayed, 1 wait on" in told("replay", "--door", "things")
    assert "2 dropped" in told("drop", "2", "3")
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
