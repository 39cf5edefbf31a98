"""食品安全包保: whose visit is due, visits recorded, and a whistle that makes one event at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data.commands.food import blow_whistle, record_visit
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.life.actor import Actor
from data.queries import food
from data.queries.food_cases import EVERY, SOON, cases_of, due_of
from data.queries.things import thing
from data.schema import event, event_external
from data.scope import Scope
from data.things.taking import take_raw
from data.view import View
from tests.dispatch.town import do
from tests.things.registers import KEEPER, cell_code

GUEST = Scope.guest()
DUTY = Actor(name="值班员-001", role="duty_officer", scope=GUEST)


def shop(house, code="SPZ-1", ago=None, cell=1, tier="D", **more):
    """A food shop that was visited so many days ago."""
    now = house.clock.now()
    with house.engine.begin() as connection:
        place = cell_code(connection, cell)
        known = {"checked": (now - timedelta(days=ago)).isoformat()} if ago is not None else {}
        persons = "村居/包保干部/包保干部-001/10090000001"
        raw = {"code": code, "name": f"食杂店 {code}", "kind": "seller", "region": place, "persons": persons}
        return take_raw(connection, raw | {"tier": tier} | known | more, "food@wgs84", KEEPER, now)


@given(days=st.integers(0, 400), tier=st.sampled_from([*EVERY, None]))
def test_a_visit_is_due_after_its_time_and_not_before(days, tier):
    now = datetime(2024, 7, 25, tzinfo=UTC)
    due, at = due_of({"checked": (now - timedelta(days=days)).isoformat(), "tier": tier}, now)
    long = EVERY.get(tier, min(EVERY.values()))
    assert at == now - timedelta(days=days) + long
    assert due == ("overdue" if at < now else "soon" if at < now + SOON else "done")
    assert due_of({"tier": tier}, now) == ("never", None)


def test_each_is_counted_once_and_those_that_are_due_are_named_with_who_answers(blank):
    for code, ago, cell in (("A1", 10, 1), ("A2", 80, 1), ("A3", 120, 20), ("A4", None, 20)):
        shop(blank, code, ago, cell)
    answer = food.answer(blank, View(), KEEPER.scope)
    total = answer.parts["food"][0]
    assert [total[name] for name in ("n", "done", "soon", "overdue", "never")] == [4, 1, 1, 1, 1]
    assert sum(one["n"] for one in answer.parts["food_below"]) == 4
    assert [(row["code"], row["due"], row["days"]) for row in answer.rows] == [
        ("A4", "never", None),
        ("A3", "overdue", 30),
        ("A2", "soon", None),
    ]
    assert {row["person"] for row in answer.rows} == {"包保干部-001"}
    unknown = food.answer(blank, View(), Scope(cells=GUEST.cells, clearance=0))
    assert {row["person"] for row in unknown.rows} == {"包**"}


def test_a_recorded_visit_begins_its_time_anew_and_is_kept(blank):
    shop(blank, ago=120)
    do(blank, record_visit, "SPZ-1", 1, 2, "冷柜温度不达标", DUTY, blank.clock.now())
    assert food.answer(blank, View(), GUEST).rows == []
    assert food.answer(blank, View(), GUEST).parts["food"][0]["problems"] == 2
    with blank.engine.connect() as connection:
        last = thing(connection, "food", "SPZ-1", KEEPER.scope)["history"][-1]
    assert last["reason"] == "督导检查：冷柜温度不达标"
    assert last["change"]["attributes"][1]["problems"] == 2
    with pytest.raises(ThingRefused):  # seen in another state
        do(blank, record_visit, "SPZ-1", 1, 0, "", DUTY, blank.clock.now())
    with pytest.raises(BadInput):
        do(blank, record_visit, "SPZ-1", 2, -1, "", DUTY, blank.clock.now())


def test_a_whistle_makes_one_event_at_the_place_and_none_beside_an_open_one(blank):
    shop(blank, ago=120, problems=3)
    now = blank.clock.now()
    made = do(blank, blow_whistle, "SPZ-1", "拒不整改", DUTY, now)
    with pytest.raises(ThingRefused, match=made.code):
        do(blank, blow_whistle, "SPZ-1", "再吹一次", DUTY, now)
    with blank.engine.connect() as connection:
        row = connection.execute(select(event)).one()
        assert (row.code, row.category, row.source, row.cell_id) == (made.code, "safety", "department", 1)
        assert "拒不整改" in row.text and "SPZ-1" in row.text and "未改问题 3 项" in row.text
        assert [one["code"] for one in cases_of(connection, "SPZ-1", GUEST)] == [made.code]
        assert cases_of(connection, "SPZ", GUEST) == []
        assert connection.execute(select(event_external)).one().external_id == "SPZ-1@1"


def test_who_may_not_or_sees_it_not_is_refused(blank, townsman):
    shop(blank, cell=20)
    now = blank.clock.now()
    with pytest.raises(UnknownThing):
        do(blank, blow_whistle, "SPZ-1", "不在我处", townsman, now)
    with pytest.raises(UnknownThing):
        do(blank, record_visit, "SPZ-1", 1, 0, "", townsman, now)
    with pytest.raises(Forbidden):
        do(blank, blow_whistle, "SPZ-1", "无权", Actor(name="网格员-001", role="grid_staff", scope=GUEST), now)
    with pytest.raises(BadInput):
        do(blank, blow_whistle, "SPZ-1", "", DUTY, now)
