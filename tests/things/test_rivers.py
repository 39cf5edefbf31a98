"""河湖档案: a code that leads to the river, patrols that are due and told, and the event of what was found."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.thing import change, draw_thing
from components.river_part import code_part
from data.commands.river_patrols import record_patrol
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.life.actor import Actor
from data.queries.food_cases import cases_of
from data.queries.river_patrols import EVERY, ORIGIN, SOON, patrol_due, patrols_in
from data.queries.things import thing
from data.scope import Scope
from data.things.taking import take_raw
from tests.things.registers import KEEPER, cell_code
from tests.things.test_pages import first, home

__all__ = ["home"]
WALKER = Actor(name="网格员-001", role="grid_staff", scope=Scope(cells=((1, 8),), clearance=1))


def laid(house, code="HH-1", cell=1, ago=None):
    now = house.clock.now()
    known = {"patrolled": (now - timedelta(days=ago)).isoformat()} if ago is not None else {}
    with house.engine.begin() as connection:
        chain = "市/市级河长/河长-00001/10000000001; 村居/村级河长/河长-00002/10000000002"
        raw = {"code": code, "name": "东溪上段", "kind": "河道", "length": "12.5", "goal": "Ⅲ类", "persons": chain}
        take_raw(connection, raw | known | {"region": cell_code(connection, cell)}, "river@wgs84", KEEPER, now)


def walked(house, actor=WALKER, code="HH-1", seq=1, problems=0, words="", report=False):
    with house.engine.begin() as connection:
        return record_patrol(connection, code, seq, problems, words, actor, house.clock.now(), report=report)


def shown(house, code="HH-1", scope=KEEPER.scope):
    with house.engine.connect() as connection:
        return thing(connection, "river", code, scope)


@given(days=st.integers(0, 60))
def test_a_patrol_is_due_after_its_time_and_not_before(days):
    now = datetime(2026, 3, 2, tzinfo=UTC)
    due, at = patrol_due({"patrolled": (now - timedelta(days=days)).isoformat()}, now)
    assert at == now - timedelta(days=days) + EVERY
    assert due == ("overdue" if at < now else "soon" if at < now + SOON else "done")
    assert patrol_due({}, now) == ("never", None)


def test_who_walks_along_tells_what_he_found_and_the_log_keeps_each_word(blank):
    laid(blank, ago=30)
    assert walked(blank) == ""
    assert walked(blank, seq=2, problems=2, words="岸边有垃圾") == ""
    row = shown(blank)
    log = patrols_in(row["history"])
    assert [one["problems"] for one in log] == [2, 0] and log[0]["reason"].endswith("岸边有垃圾")
    assert (row["attributes"]["length"], row["attributes"]["problems"]) == (12.5, 2)
    assert patrol_due(row["attributes"], blank.clock.now())[0] == "done"
    hidden = patrols_in(shown(blank, scope=Scope.guest())["history"])
    assert {one["actor"] for one in hidden} == {""} and {one["reason"] for one in hidden} == {None}


def test_other_changes_of_the_register_are_no_patrols(blank):
    laid(blank)
    with blank.engine.begin() as connection:
        raw = {"code": "HH-1", "name": "东溪下段", "kind": "河道", "region": cell_code(connection, 1)}
        take_raw(connection, raw, "river@wgs84", KEEPER, blank.clock.now())
    assert shown(blank)["seq"] == 2 and patrols_in(shown(blank)["history"]) == []


def test_what_is_not_mended_becomes_one_event_at_a_time(blank):
    laid(blank)
    code = walked(blank, problems=1, words="排口有黑水", report=True)
    with blank.engine.connect() as connection:
        (made,) = cases_of(connection, "HH-1", KEEPER.scope, ORIGIN)
        assert made["code"] == code and cases_of(connection, "HH-1", KEEPER.scope) == []
    with pytest.raises(ThingRefused, match=code):
        walked(blank, seq=2, problems=1, words="还在排", report=True)
    assert shown(blank)["seq"] == 2, "what was refused left nothing behind"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"problems": -1}, BadInput),
        ({"problems": 1}, BadInput),
        ({"report": True}, BadInput),
        ({"words": "长" * 501}, BadInput),
        ({"seq": 4}, ThingRefused),
        ({"code": "HH-2"}, UnknownThing),
        ({"code": "HH-9"}, UnknownThing),
        ({"actor": Actor(name="领导-001", role="leader", scope=KEEPER.scope)}, Forbidden),
    ],
)
def test_what_makes_no_sense_or_is_not_his_is_refused(blank, wrong, error):
    laid(blank)
    laid(blank, "HH-2", cell=20)
    with pytest.raises(error):
        walked(blank, **wrong)


def test_the_code_leads_to_the_page_and_other_things_have_none(blank):
    laid(blank)
    told = str(code_part(blank, shown(blank)))
    assert "/things/river/HH-1" in told and "<svg" in told and 'download="HH-1.svg"' in told
    assert code_part(blank, {"layer": "risk_point", "code": "FX-1"}) == []


def test_a_patrol_is_put_down_on_the_page_by_grid_staff_who_may_change_nothing_else(home):
    code = first(home, "river")["code"]
    asked = {"layer": "river", "code": code, "number": 1, "sign": "s", "lang": "zh"}

    def did(role, **given):
        return change(asked | {"role": role, "move": "patrol", "seq": "1", "given": given})

    assert "二维码" in draw_thing(asked | {"role": "leader"})["parts"]["code"]
    forms = draw_thing(asked | {"role": "grid_staff"})["parts"]["actions"]
    assert "登记巡查" in forms and "确认注销" not in forms
    assert "确认注销" in draw_thing(asked | {"role": "duty_officer"})["parts"]["actions"]
    assert "登记巡查" not in draw_thing(asked | {"role": "resident"})["parts"]["actions"]
    assert did("grid_staff", problems="两项", reason="x")["faults"]
    assert did("leader", problems="0")["refused"]
    assert did("grid_staff", problems="1", reason="水面有漂浮物", report="1")["refused"] == ""
    parts = draw_thing(asked | {"role": "duty_officer"})["parts"]["patrols"]
    assert "水面有漂浮物" in parts and "巡查发现的事件" in parts and "在期" in parts
    wrong = asked | {"layer": "food", "role": "duty_officer", "move": "patrol", "seq": "1", "given": {"problems": "1"}}
    assert change(wrong)["refused"]
