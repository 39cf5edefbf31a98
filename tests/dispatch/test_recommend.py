"""Recommendations: nearest in time within the scope, with reasons; what is short and who was passed over, and why."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from data.commands.revisions import bump
from data.dispatch.plan import for_event, for_warning, read_plans, shipped_plans
from data.dispatch.recommend import recommend, told
from data.dispatch.travel import PACES, paces, travel
from data.errors import BadInput
from data.queries.chain import unpoliced
from data.queries.subjects import event_subject
from data.schema import responder
from data.scope import Scope
from tests.dispatch.town import DUTY, flood, send


def advise(house, cell=1, scope=DUTY.scope, **more):
    one = flood(house, cell)
    with house.engine.connect() as connection:
        return recommend(connection, event_subject(connection, one, scope), scope, house.clock.now(), **more)


def change(house, code, **new):
    with house.engine.begin() as connection:
        connection.execute(update(responder).where(responder.c.code == code).values(new))
        bump(connection, "crews", "responders")


def test_the_plan_of_the_finest_category_names_its_roles_and_fills_them(house):
    advice = advise(house)
    assert advice.plan.code == "waterlogging"
    assert [(one.need.role, one.got >= one.need.count, one.short) for one in advice.filled] == [
        ("pumping", True, 0),
        ("rescue", True, 0),
        ("traffic", True, 0),
    ]
    best = advice.filled[0].chosen
    assert [pick.minutes for pick in best] == sorted(pick.minutes for pick in best) and "用时最短" in best[0].reasons
    assert {one.link for one in advice.chain} == {"town", "village"} and all(one.code for one in advice.chain)


def test_what_is_missing_is_said_in_numbers(house):
    with house.engine.begin() as connection:
        bump(connection, "responders")
        for n in range(1, 7):
            connection.execute(update(responder).where(responder.c.code == f"vehicle-{n}").values(state="off"))
    shown = told(advise(house))
    pumping = shown["needs"][0]
    assert (pumping["need"], pumping["got"], pumping["short"]) == (3, 2, 1)
    assert pumping["words"] == "排涝泵车：需 3 台，仅 2 台，缺 1 台" and pumping["words"] in shown["shortfalls"]
    assert ["不在岗"] in [list(one["reasons"]) for one in pumping["passed"]]
    assert "估算" in shown["estimate"]


def test_a_stale_position_is_passed_over_with_its_age_until_confirmed(house):
    advice = advise(house)
    first = advice.filled[0].chosen[0].code
    change(house, first, seen_at=house.clock.now() - timedelta(minutes=45))
    again = advise(house, 2)
    assert first not in [pick.code for pick in again.filled[0].chosen]
    passed = {pick.code: pick.reasons[0] for pick in again.filled[0].passed}
    assert passed[first] == "位置 45 分钟前，须确认后才能派"
    assert first in [pick.code for pick in advise(house, 3, confirmed=(first,)).filled[0].chosen]


def test_whoever_is_on_a_task_is_passed_over_with_its_code(house):
    made = send(house, flood(house))
    reasons = [pick.reasons[0] for one in advise(house, 2).filled for pick in one.passed]
    assert f"占用，任务 {made['code']}-01" in reasons


def test_another_district_helps_only_when_the_own_has_too_few(house):
    for n in (1, 4, 5):
        change(house, f"vehicle-{n}", state="off")
    one = advise(house).filled[0]
    assert [pick.cross for pick in one.chosen] == [False, True, True]
    assert one.available == 1 and one.words == "排涝泵车：需 3 台，本区仅 1 台，由外区补足"
    assert "跨区，需值班长确认" in one.chosen[1].reasons


def test_nobody_outside_the_scope_is_recommended_or_named(house):
    county = Scope(cells=((1, 16),))
    advice = advise(house, scope=county)
    named = {pick.code for one in advice.filled for pick in (*one.chosen, *one.passed)}
    with house.engine.connect() as connection:
        there = {row.code for row in connection.execute(select(responder.c.code, responder.c.lon)) if row.code in named}
    assert there == named and not any(pick.cross for one in advice.filled for pick in (*one.chosen, *one.passed))


def test_villages_without_an_officer_are_named(lone_house):
    with lone_house.engine.connect() as connection:
        assert len(unpoliced(connection, DUTY.scope)) == 8
        assert len(unpoliced(connection, replace(DUTY.scope, cells=((1, 4),)))) == 1


@given(st.lists(st.tuples(st.sampled_from([*PACES, "desk"]), st.floats(0, 300)), max_size=20))
def test_a_longer_way_never_takes_less_time(ways):
    pace, km = paces([kind for kind, _km in ways]), np.array([far for _kind, far in ways], dtype=float)
    near, far = travel(pace, km), travel(pace, km + 1)
    assert (near > 0).all() and (far > near).all()


def test_plans_choose_by_category_grade_and_colour():
    plans = shipped_plans()
    assert for_event(plans, ("flood.road.water", "flood.road", "flood"), "C").code == "waterlogging"
    assert for_event(plans, ("flood.river.level", "flood.river", "flood"), "C").code == "river_flood"
    assert for_event(plans, ("unknown",), "C") is None
    assert for_warning(plans, "waterlog", 2).code == "waterlogging"
    grave = replace(plans[0], code="grave", when=replace(plans[0].when, grades=("S",), categories=("flood.road",)))
    both = (*plans, grave)
    assert for_event(both, ("flood.road.water", "flood.road", "flood"), "S").code == "grave"


GOOD = {
    "code": "a",
    "name": "甲",
    "source": "x",
    "when": {"categories": ["flood"]},
    "needs": [{"role": "r", "name": "队", "kinds": ["team"], "count": 1, "task": "去"}],
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"when": {"categories": ["moon"]}},
        {"needs": []},
        {"needs": [GOOD["needs"][0] | {"kinds": ["desk"]}]},
        {"needs": [GOOD["needs"][0] | {"count": 0}]},
        {"needs": GOOD["needs"] * 2},
        {"channels": ["pigeon"]},
        {"message": "{secret}"},
        {"message": "{title.__class__}"},
        {"more": 1},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(BadInput, match="plans"):
        read_plans([GOOD | wrong])
    assert read_plans([GOOD])[0].limits.accept == 5
