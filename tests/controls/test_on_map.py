"""Gates and pumps on the map: by what is urgent about them, with state and suggestion, inside what is looked at."""

from sqlalchemy import select, update

from data.commands.revisions import bump
from data.engine import writing
from data.queries.points import Viewport, points
from data.schema import control, region
from data.scope import Scope
from data.view import View
from tests.controls.waterworks import GUEST, hear, waterworks

WORLD = Viewport(west=-180, south=-85, east=180, north=85, zoom=17)


def shown(house, scope=GUEST, port=WORLD, **view):
    found = points(house, View(**view), scope, "control", port)
    return {one["properties"]["code"]: one["properties"] for one in found}


def test_each_gate_stands_by_what_is_urgent_about_it(house):
    gauges = waterworks(house)
    hear(house, gauges["R1"], 7.0)
    hear(house, gauges["T1"], 3.0)
    with writing(house.engine) as connection:
        bump(connection, "controls")
        connection.execute(update(control).where(control.c.code == "G2").values(state="fault"))
        connection.execute(update(control).where(control.c.code == "P1").values(state="running"))
    found = shown(house)
    assert {code: one["grade"] for code, one in found.items()} == {"G1": 1, "G2": 2, "P1": 3}
    assert (found["G1"]["state"], found["G1"]["do"], found["G1"]["kind"]) == ("closed", "open", "gate")
    assert found["P1"]["do"] is None


def test_nobody_sees_a_gate_outside_his_own_cells_or_off_the_screen(house):
    waterworks(house)
    with house.engine.connect() as connection:
        cell = connection.scalar(select(control.c.cell_id).where(control.c.code == "G1"))
        code = connection.scalar(select(region.c.code).where(region.c.id == cell))
    assert set(shown(house)) == {"G1", "G2", "P1"}
    assert set(shown(house, Scope(cells=((cell, cell),)), region=code)) == {"G1"}
    assert shown(house, port=Viewport(west=0, south=0, east=1, north=1, zoom=9)) == {}
