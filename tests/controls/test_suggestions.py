"""What rules suggest to gates and pumps: from fresh numbers only, said in words, the first that holds."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.control.rule import control_rules, read_rules
from data.control.suggest import Eye, judge
from data.errors import BadInput
from data.language import speaking
from data.queries.controls import controls_of
from data.queries.drainage import answer
from data.queries.regions import children, region_of
from data.scope import Scope
from data.view import View
from tests.controls.waterworks import GUEST, hear

LEVELS = st.floats(-5, 20).map(lambda value: round(value, 2))


def eye(quantity, value, silent=False, sums=None, **limits):
    return Eye(
        station="S", name="某站", quantity=quantity, value=value, at=None, silent=silent, limits=limits, sums=sums or {}
    )


def gate(inner, outer, caution=6.5, silent=False):
    eyes = {"inner": eye("level", inner, caution=caution), "outer": eye("tide", outer, silent)}
    return judge(control_rules(), "gate", eyes)


def told(judgement):
    return judgement.suggestion.rule.do if judgement.suggestion else None


@given(LEVELS, LEVELS)
def test_a_tidal_gate_is_never_opened_against_a_higher_tide(inner, outer):
    do = told(gate(inner, outer))
    if outer >= inner:
        assert do == "close"
    else:
        assert do == ("open" if inner >= 6.5 else None)


def test_the_reason_names_every_number_with_its_unit_and_bar():
    assert (
        gate(6.8, 2.1).suggestion.words
        == "内河（某站）的水位 6.8 m ≥ 警戒 6.5 m；外侧（某站）的潮位 2.1 m < 内河 6.8 m"
    )


def test_nothing_is_suggested_on_the_word_of_a_silent_station():
    judgement = gate(9.0, 2.1, silent=True)
    assert (judgement.suggestion, judgement.blind) == (None, ("outer",))


def test_a_reservoir_is_lowered_ahead_of_the_limit_only_in_heavy_rain():
    def of(level, rain):
        eyes = {"rain": eye("rain", 1.0, sums={3: rain}), "reservoir": eye("level", level, flood=61.0)}
        return judge(control_rules(), "gate", eyes)

    assert told(of(60.4, 20)) is None
    assert told(of(59.0, 60)) is None
    assert of(60.4, 55).suggestion.words == (
        "雨量（某站）近3小时雨量 55 mm ≥ 50 mm；水库（某站）的水位 60.4 m ≥ 汛限 61 m − 1 m"
    )
    assert of(61.2, 0).suggestion.rule.code == "above_flood_limit"


@pytest.mark.parametrize(("depth", "rule"), [(27, "underpass"), (26.9, "ponding"), (10, None), (3, "dry")])
def test_a_pump_follows_the_depth_and_the_road_is_closed_at_27_centimetres(depth, rule):
    found = judge(control_rules(), "pump", {"ponding": eye("depth", depth, caution=15.0)}).suggestion
    assert (found.rule.code if found else None) == rule
    assert rule != "underpass" or "封闭" in found.rule.also


RULE = {
    "code": "a",
    "name": "a",
    "kind": "pump",
    "do": "start",
    "source": "x",
    "when": [{"eye": "ponding", "below": 1}],
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "open"},
        {"kind": "bridge"},
        {"when": []},
        {"when": [{"eye": "moon", "below": 1}]},
        {"when": [{"eye": "ponding"}]},
        {"when": [{"eye": "ponding", "below": 1, "at_least": 2}]},
        {"when": [{"eye": "ponding", "below": "high"}]},
        {"more": 1},
        {"code": "A b"},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(BadInput, match="rules of controls"):
        read_rules([RULE | wrong])
    assert read_rules([RULE])[0].do == "start"
    with pytest.raises(BadInput, match="twice"):
        read_rules([RULE, RULE])


def judged(house, scope=GUEST):
    with house.engine.connect() as connection:
        found = controls_of(connection, region_of(connection, "", GUEST), scope, house.clock.now())
    return {one.row["code"]: told(one.judgement) for one in found}


def test_suggestions_follow_what_the_stations_tell(house, gauges):
    assert judged(house) == {"G1": None, "G2": None, "P1": None}
    for code, value in (("R1", 7.0), ("T1", 2.0), ("W1", 30.0), ("K1", 60.5)):
        hear(house, gauges[code], value)
    for ago in (100, 60, 20):
        hear(house, gauges["P1"], 18.0, ago)
    assert judged(house) == {"G1": "open", "G2": "open", "P1": "start"}
    hear(house, gauges["T1"], 7.5, 0)
    assert judged(house)["G1"] == "close"


def test_a_station_outside_the_scope_is_a_blind_eye(house, gauges):
    hear(house, gauges["R1"], 7.0)
    hear(house, gauges["T1"], 2.0)
    first_cell_only = Scope(cells=((1, 1),))
    with house.engine.connect() as connection:
        found = controls_of(connection, region_of(connection, "", GUEST), first_cell_only, house.clock.now())
    one = next(one for one in found if one.row["code"] == "G1")
    assert (one.judgement.suggestion, one.judgement.blind) == (None, ("outer",))


def test_the_board_puts_what_is_needed_first_and_speaks_every_language(house, gauges):
    hear(house, gauges["W1"], 30.0)
    with speaking("en"):
        found = answer(house, View(), GUEST)
    assert [(row["code"], row["need"]) for row in found.rows] == [("P1", True), ("G1", False), ("G2", False)]
    assert (found.rows[0]["do"], found.rows[0]["also"]) == ("start", "封闭该下穿通道，交警到场")
    assert found.rows[0]["why"] == "积水（W1站）的积水深度 30 cm ≥ 27 cm"
    assert found.parts["clauses"][0]["bar"] == 27
    assert found.provenance == "simulated"
    assert [row["may"] for row in found.parts["hand"]] == [False] * 3  # nobody acts outside the demo


def test_a_past_board_judges_by_what_was_told_then(house, gauges):
    hear(house, gauges["W1"], 30.0, ago=60)
    hear(house, gauges["W1"], 2.0, ago=1)
    assert {row["code"]: row["do"] for row in answer(house, View(), GUEST).rows}["P1"] == "stop"
    past = answer(house, View(at=house.clock.now() - timedelta(minutes=55)), GUEST)
    assert {row["code"]: row["do"] for row in past.rows}["P1"] == "start"


def test_a_region_shows_its_own_controls(house, gauges):
    with house.engine.connect() as connection:
        first, last = children(connection, region_of(connection, "", GUEST))
    assert len(answer(house, View(region=first.code), GUEST).rows) == 3
    assert answer(house, View(region=last.code), GUEST).rows == []
