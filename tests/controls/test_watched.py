"""重点场所: each with today's video alarms about it, the cameras that see it, and nothing of watched persons."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from components.markup import markup
from components.panels.watched import draw
from data.queries.watched import answer
from data.schema import region, signal
from data.scope import Scope
from data.view import View
from tests.blank import blank_house
from tests.controls.test_sight import LAT, LON, NORTH, stand
from tests.controls.waterworks import GUEST


@pytest.fixture
def house(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        yield house


def alarm(house, code, north=0.0, ago=timedelta(0), algorithm="smoke", state="new", cell=1):
    with house.engine.begin() as connection:
        lo = connection.scalar(select(region.c.id).where(region.c.level == 6, region.c.lo == cell))
        at = house.clock.now() - ago
        row = dict(
            kind="video", code=code, algorithm=algorithm, category="safety", title="疑似", cell_id=lo, place="某处"
        )
        row |= dict(placed="exact", lon=LON, lat=LAT + north * NORTH, at=at, state=state, provenance="measured")
        connection.execute(insert(signal).values(row))


def test_places_come_with_todays_alarms_about_them_and_the_cameras_that_see_them(house):
    stand(house, "WH-1", 0, layer="hazchem", kind="store")
    stand(house, "XX-1", 2_000, layer="school", kind="primary")
    stand(house, "ZD-1", 0, layer="key_site", kind="dyke")
    stand(house, "SP-1", 100, bearing=180, reach=200, angle=60)
    alarm(house, "A1", 100)
    alarm(house, "A2", 250, algorithm="intrusion", state="discarded")
    alarm(house, "FAR", 900)
    alarm(house, "OLD", 50, ago=timedelta(days=2))
    alarm(house, "WATCHED", 10, algorithm="watch")
    found = answer(house, View(), GUEST)
    rows = {row["code"]: row for row in found.rows}
    assert list(rows) == ["WH-1", "XX-1"]
    assert [rows["WH-1"][name] for name in ("alarms", "waiting", "cameras")] == [2, 1, 1]
    assert [rows["XX-1"][name] for name in ("alarms", "waiting", "cameras", "what")] == [0, 0, 0, None]
    assert found.parts["watched"] == [{"places": 2, "alarmed": 1, "seen": 1, "alarms": 2, "waiting": 1}]
    told = {name: markup(props["children"]) for name, props in draw(found, View()).items()}
    assert "重点场所 2 处，今日 1 处有告警 2 条，待研判 1 条；视频看得到 1 处" in told["total"]
    assert 'href="/signals?of=video"' in told["rows"] and "无人" in told["rows"]


def test_who_is_bound_to_a_place_or_to_an_agency_reads_of_no_others(house):
    stand(house, "WH-1", 0, layer="hazchem", kind="store")
    stand(house, "WH-2", 0, cell=32, layer="hazchem", kind="store")
    alarm(house, "A1", 10)
    alarm(house, "A2", 10, cell=32)
    with house.engine.connect() as connection:
        town = connection.scalar(select(region.c.code).where(region.c.level == 3, region.c.lo == 1))
    mine = answer(house, View(region=town), Scope(cells=((1, 8),)))
    assert [(row["code"], row["alarms"]) for row in mine.rows] == [("WH-1", 1)]
    bound = answer(house, View(), Scope(cells=GUEST.cells, departments=("a.town",)))
    assert {row["alarms"] for row in bound.rows} == {0}
