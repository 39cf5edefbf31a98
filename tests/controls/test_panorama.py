"""防汛排涝全景: roads under water with warning, pump and cameras; the five senses of the duty room in a row each."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from components.markup import markup
from components.panels.panorama import draw
from components.panels.senses import draw as draw_senses
from components.paper_rows import spoken
from data.commands.control_register import register_controls
from data.engine import writing
from data.language import speaking
from data.queries.drainage import answer as drainage
from data.queries.panorama import answer
from data.queries.senses import answer as senses
from data.risk_words import QUANTITIES
from data.schema import control, region, station, video
from data.scope import Scope
from data.view import View
from tests.controls.test_sight import LAT, LON, NORTH, stand
from tests.controls.waterworks import GUEST, hear, waterworks
from tests.gauges import plant_station, tell
from tests.warned import put_warning


@pytest.fixture
def wet(lone_house):
    """Waterworks with an underpass under 42 cm, a damp street and one that says nothing; {station: gauge}."""
    gauges, now = waterworks(lone_house), lone_house.clock.now()
    with writing(lone_house.engine) as connection:
        cells = connection.scalars(select(region.c.id).where(region.c.level == 6).order_by(region.c.lo)).all()
        limits, since = {"caution": 15.0, "guarantee": 27.0}, now - timedelta(days=1)
        for code, kind, cell in (("UN1", "underpass", 0), ("ST1", "street", 1), ("ST2", "street", -1)):
            place = {"lon": LON, "lat": LAT}
            gauges[code] = plant_station(connection, code, kind, cells[cell], {"depth": limits}, since, **place)[
                "depth"
            ]
    for code, depth in (("UN1", 42), ("ST1", 4), ("W1", 20)):
        hear(lone_house, gauges[code], depth)
    return gauges


def warned(house, code, field, colour, at_station=None):
    with house.engine.begin() as connection:
        number = connection.scalar(select(station.c.id).where(station.c.code == at_station))
        cell = connection.scalar(select(station.c.cell_id).where(station.c.id == number)) or 1
        now = house.clock.now()
        row = {"code": code, "field": field, "title": code, "colour": colour, "peak": colour, "state": "raised"}
        row |= {"seq": 1, "region_id": cell, "station_id": number, "words": "", "evidence": "{}", "raised_at": now}
        row |= {"changed_at": now, "origin": "rule", "provenance": "measured"}
        put_warning(connection, row)


def test_roads_under_water_come_deepest_first_with_warning_pump_and_cameras(lone_house, wet):
    stand(lone_house, "SP-1", 100, bearing=180, reach=200, angle=60)
    warned(lone_house, "W-UN1", "waterlog", 2, "UN1")
    warned(lone_house, "W-OLD", "waterlog", 4, "UN1")
    found = answer(lone_house, View(), GUEST)
    rows = {row["code"]: row for row in found.rows}
    assert list(rows) == ["UN1", "W1", "ST2", "ST1"]
    assert [rows["UN1"][name] for name in ("value", "limit", "over", "warning", "colour", "cameras")] == [
        *(42.0, "guarantee", 15.0),
        *("W-UN1", 2, 1),
    ]
    assert [rows["W1"][name] for name in ("pump", "pump_state", "do", "warning")] == ["P1", "stopped", "start", None]
    assert (rows["ST2"]["state"], rows["ST2"]["value"]) == ("silent", None)
    assert found.parts["controls"] == [{"total": 3, "working": 0, "dark": 0, "due": 1}]
    assert {row["kind"]: (row["total"], row["above"], row["silent"]) for row in found.parts["wet"]} == {
        "underpass": (1, 1, 0),
        "street": (2, 0, 1),
        "waterlog": (1, 1, 0),
    }
    assert all(set(row) == {column.key for column in found.columns} for row in found.rows)
    told = markup(draw(found, View())["rows"]["children"])
    assert 'href="/risk?area=station:UN1"' in told and 'href="/videos?spot=UN1"' in told and "建议启动" in told


def test_a_doubted_depth_is_no_depth_and_comes_before_the_dry(lone_house, wet):
    with writing(lone_house.engine) as connection:
        tell(connection, wet["ST1"], lone_house.clock.now(), 4000.0, "doubted")
        tell(connection, wet["ST2"], lone_house.clock.now(), 0.0)
    found = answer(lone_house, View(), GUEST)
    assert [(row["code"], row["value"]) for row in found.rows[2:]] == [("ST1", None), ("ST2", 0.0)]
    assert (found.rows[2]["state"], found.rows[2]["quality"]) == ("doubted", "doubted")
    told = draw(found, View())
    assert "存疑" in markup(told["rows"]["children"]) and "存疑 1" in markup(told["tiles"]["children"])
    assert not {"4,000", "4000"} & {*markup(told["rows"]["children"]).replace("<", ">").split(">")}


def test_a_pump_that_runs_is_advised_nothing_and_a_past_moment_knows_no_warning(lone_house, wet):
    warned(lone_house, "W-UN1", "waterlog", 2, "UN1")
    with lone_house.engine.begin() as connection:
        connection.execute(update(control).where(control.c.code == "P1").values(state="running"))
    found = answer(lone_house, View(), GUEST)
    assert next(row for row in found.rows if row["code"] == "W1")["do"] is None
    assert found.parts["controls"][0] | {"total": 0} == {"total": 0, "working": 1, "dark": 0, "due": 0}
    past = answer(lone_house, View(at=lone_house.clock.now() - timedelta(minutes=30)), GUEST)
    assert {row["warning"] for row in past.rows} == {None} and {row["value"] for row in past.rows} == {None}
    then, now = (draw(found, view) for view in (View(at=lone_house.clock.now()), View()))
    assert all("闸泵为此刻状态" in markup(then[part]["children"]) for part in ("tiles", "rule"))
    assert not any("闸泵为此刻状态" in markup(now[part]["children"]) for part in ("tiles", "rule"))


def test_who_sees_a_town_reads_of_its_roads_alone(lone_house, wet):
    with lone_house.engine.connect() as connection:
        town = connection.scalar(select(region.c.code).where(region.c.level == 3, region.c.lo == 1))
    mine = answer(lone_house, View(region=town), Scope(cells=((1, 8),)))
    assert {row["code"] for row in mine.rows} == {"UN1", "ST1", "W1"}


def test_each_sense_is_counted_with_its_alarms_and_its_most_prominent_station(lone_house, wet):
    for code, value in (("R1", 6.8), ("T1", 3.0)):
        hear(lone_house, wet[code], value)
    warned(lone_house, "W-R1", "flood", 3, "R1")
    with lone_house.engine.begin() as connection:
        cell = connection.scalar(select(region.c.id).where(region.c.level == 6).limit(1))
        same = dict(
            name="路口", cell_id=cell, lon=LON, lat=LAT + NORTH, provenance="measured", as_of=lone_house.clock.now()
        )
        rows = [same | {"code": code, "state": state} for code, state in (("V1", "online"), ("V2", "offline"))]
        connection.execute(insert(video), rows)
    found = senses(lone_house, View(), GUEST)
    rows = {row["key"]: row for row in found.rows}
    assert list(rows) == ["rain", "water", "weather", "things", "video"]
    counted = {key: [row[name] for name in ("total", "above", "silent", "alarms", "code")] for key, row in rows.items()}
    assert counted == {
        "rain": [1, 0, 1, 0, None],
        "water": [3, 1, 1, 1, "R1"],
        "weather": [0, 0, 0, 0, None],
        "things": [4, 2, 1, 0, "UN1"],
        "video": [2, None, 1, 0, None],
    }
    assert all(set(row) == {column.key for column in found.columns} for row in found.rows)
    assert "42 cm" in markup(draw_senses(found, View())["rows"]["children"])
    assert draw_senses(found, View())["sub"]["children"] == "告警 1 条"
    view = View(at=lone_house.clock.now() - timedelta(hours=1))
    past = senses(lone_house, view, GUEST)
    assert [row["alarms"] for row in past.rows] == [None] * 5
    assert draw_senses(past, view)["sub"]["children"] == ""


def test_a_doubted_value_is_never_the_most_prominent(lone_house, wet):
    hear(lone_house, wet["T1"], 1.0)
    with writing(lone_house.engine) as connection:
        tell(connection, wet["R1"], lone_house.clock.now() - timedelta(minutes=1), 6800.0, "doubted")
    rows = {row["key"]: row for row in senses(lone_house, View(), GUEST).rows}
    assert (rows["water"]["code"], rows["water"]["value"]) == ("T1", 1.0)


def test_on_paper_what_is_measured_and_its_unit_are_words_of_the_language():
    with speaking("en"):
        for code, quantity in QUANTITIES.items():
            told = spoken("senses", {"quantity": code, "value_unit": quantity.unit})
            assert not any("一" <= one <= "鿿" for one in f"{told['quantity']}{told['value_unit']}"), code


def test_a_gate_sees_the_quality_of_the_water_and_no_rule_moves_it_by_that(lone_house):
    with writing(lone_house.engine) as connection:
        now, cell = lone_house.clock.now(), connection.execute(select(region).where(region.c.level == 6).limit(1)).one()
        since = now - timedelta(days=1)
        gauge = plant_station(connection, "WQ1", "water", cell.id, {"nh3n": {"caution": 1.0}}, since)["nh3n"]
        row = {"code": "G9", "name": "九号闸", "kind": "gate", "system": "东河", "state": "closed", "quality": "WQ1"}
        register_controls(connection, [(2, row | {"region": cell.code})], now)
    hear(lone_house, gauge, 1.4)
    found = drainage(lone_house, View(), GUEST)
    assert [(eye["eye"], eye["value"], eye["unit"]) for eye in found.parts["eyes"]] == [("quality", 1.4, "mg/L")]
    assert [(row["do"], row["blind"]) for row in found.rows] == [(None, "")]
