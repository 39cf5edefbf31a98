"""测站列表: every station of a region, the most urgent first, narrowed by kind, state and name, page by page."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from components.stations_page import stations_drawn
from data.engine import writing
from data.queries.station_sheet import MOST, Wanted, station_sheet
from data.schema import gauge, region, station, warning, warning_history
from data.scope import Scope
from data.view import View
from tests.blank import blank_house
from tests.gauges import plant_station, tell
from tests.warned import put_warning

GUEST = Scope.guest()


@pytest.fixture
def house(tmp_path):
    """Two rivers, one above its limit, a gas sensor that says nothing, and a street at the other end of the city."""
    with blank_house("sqlite", tmp_path) as house:
        with writing(house.engine) as connection:
            _plant(connection, house.clock.now())
        yield house


def _plant(connection, now):
    cells = connection.scalars(select(region.c.id).where(region.c.level == 6).order_by(region.c.lo)).all()
    levels = {"caution": 6.5, "guarantee": 8.0}
    for code, kind, quantity, limits, value, cell in (
        ("RI1", "river", "level", levels, 5.0, 0),
        ("RI2", "river", "level", levels, 7.1, 1),
        ("GA1", "gas", "gas", {}, None, 0),
        ("ST1", "street", "depth", {"caution": 15.0}, 3.0, -1),
    ):
        told = plant_station(connection, code, kind, cells[cell], {quantity: limits}, now - timedelta(days=2))
        if value is not None:
            tell(connection, told[quantity], now - timedelta(minutes=2), value)


def warned(house, code, at_station, minutes, ended=None):
    with house.engine.begin() as connection:
        row = connection.execute(select(station).where(station.c.code == at_station)).one()
        at = house.clock.now() - timedelta(minutes=minutes)
        told = {"code": code, "field": "flood", "title": code, "colour": 3, "peak": 3, "state": "raised", "seq": 1}
        told |= {"region_id": row.cell_id, "station_id": row.id, "words": "", "evidence": "{}", "raised_at": at}
        told |= {"changed_at": at, "origin": "rule", "provenance": "measured", "ended_at": ended}
        put_warning(connection, told)


def codes(house, view=None, scope=GUEST, **wanted):
    return [row["code"] for row in station_sheet(house, view or View(), scope, Wanted(**wanted)).rows]


def test_the_most_urgent_come_first_with_limits_and_their_newest_warning(house):
    warned(house, "OLD", "RI2", 90, ended=house.clock.now() - timedelta(minutes=60))
    warned(house, "NEW", "RI2", 20)
    found = station_sheet(house, View(), GUEST, Wanted())
    assert [row["code"] for row in found.rows] == ["RI2", "GA1", "RI1", "ST1"]
    assert (found.kinds, found.states) == ({"river": 2, "gas": 1, "street": 1}, {"above": 1, "silent": 1, "normal": 2})
    assert [one.name for one in found.limits["RI2"]] == ["caution", "guarantee"] and found.limits["GA1"] == ()
    assert {code: row.code for code, row in found.warned.items()} == {"RI2": "NEW"}
    past = station_sheet(house, View(at=house.clock.now() - timedelta(minutes=70)), GUEST, Wanted())
    assert {code: row.code for code, row in past.warned.items()} == {"RI2": "OLD"}


def test_a_past_moment_shows_the_colour_that_the_warning_then_had(house):
    warned(house, "W", "RI2", 90)
    now = house.clock.now()
    with house.engine.begin() as connection:
        number = connection.scalar(select(warning.c.id))
        by = {"warning_id": number, "recorded_at": now, "actor": "规则", "role": "system"}
        for seq, move, minutes, colour in ((1, "raise", 90, 3), (2, "escalate", 60, 1)):
            step = {
                "seq": seq,
                "move": move,
                "at": now - timedelta(minutes=minutes),
                "change": f'{{"colour":{colour}}}',
            }
            connection.execute(insert(warning_history).values(by | step))
        connection.execute(update(warning).values(colour=1))
    views = (View(at=now - timedelta(minutes=70)), View(at=now - timedelta(minutes=50)), View())
    assert [station_sheet(house, view, GUEST, Wanted()).warned["RI2"].colour for view in views] == [3, 1, 1]


def test_a_doubted_value_says_so(house):
    with writing(house.engine) as connection:
        number = connection.scalar(select(gauge.c.id).join(station).where(station.c.code == "RI1"))
        tell(connection, number, house.clock.now() - timedelta(minutes=1), 6100.0, "doubted")
    assert "存疑" not in stations_drawn(house, View(), {"text": "RI2"})["rows"]
    assert "存疑" in stations_drawn(house, View(), {"text": "RI1"})["rows"]


def test_filters_narrow_the_list_and_not_its_counts(house):
    assert codes(house, kind="river") == ["RI2", "RI1"]
    assert codes(house, state="silent") == ["GA1"]
    assert codes(house, text="RI") == ["RI2", "RI1"] and codes(house, text="ST1站") == ["ST1"]
    assert codes(house, kind="river", text="nothing") == []
    found = station_sheet(house, View(), GUEST, Wanted(kind="gas"))
    assert (found.n, sum(found.states.values())) == (1, 4)


def test_pages_hold_every_station_once(house):
    with writing(house.engine) as connection:
        cell = connection.scalar(select(region.c.id).where(region.c.level == 6).limit(1))
        for n in range(MOST):
            plant_station(connection, f"X{n}", "rain", cell, {"rain": {}}, house.clock.now())
    listed = [code for page in (0, 1) for code in codes(house, page=page)]
    assert len(listed) == len(set(listed)) == MOST + 4
    assert "下一页" in stations_drawn(house, View(), {})["rows"]
    last, beyond = (stations_drawn(house, View(), {"page": page})["rows"] for page in ("1", "9"))
    assert "上一页" in last and "没有符合条件的测站" not in beyond and beyond == last
    assert codes(house, page=9) == codes(house, page=1)


def test_who_sees_a_town_lists_its_stations_alone_and_odd_words_of_an_address_ask_for_nothing(house):
    with house.engine.connect() as connection:
        town = connection.scalar(select(region.c.code).where(region.c.level == 3, region.c.lo == 1))
    assert codes(house, View(region=town), Scope(cells=((1, 8),))) == ["RI2", "GA1", "RI1"]
    odd = {"page": "-1", "station_kind": "x'", "station_state": "lost", "text": "\0"}
    assert "RI2" in stations_drawn(house, View(), odd)["rows"]
    drawn = stations_drawn(house, View(), {"text": "<b>"})["rows"]
    assert "&lt;b&gt;" in drawn and "没有符合条件的测站" in drawn
