"""Tags and risk signals are changed on the screen by whose they are; every list follows, every state is kept."""

import pytest
from sqlalchemy import insert, select

from components.enterprises_page import enterprises_drawn
from components.tag_form import rule_history
from data.commands.economy_definitions import define_rule
from data.commands.economy_screens import act_on_economy
from data.commands.thing_screens import FormFaults
from data.economy.paper import Paper
from data.economy.written import rule_written
from data.errors import BadInput, Forbidden, ThingRefused
from data.life.actor import Actor
from data.queries.economy_rule_desk import rule_desk
from data.queries.economy_rules import ruled, rules_told
from data.queries.economy_steps import steps_of
from data.queries.enterprise_file import enterprise_file
from data.queries.enterprise_signals import answer as signals
from data.queries.enterprises import Wanted, enterprises
from data.schema import agency, audit, region
from data.scope import Scope
from data.view import View
from tests.blank import played
from tests.economy.conftest import ALL, CLERK, NOW

CHIEF = Actor(name="管理员", role="administrator", scope=ALL)
TAG = {"word": "规模骨干", "department": "市工信局"}
WANT = {"want-0-field": "enterprise.staff", "want-0-op": "between", "want-0-value": "25", "want-0-upper": ""}


@pytest.fixture
def demo(blank):
    return played(blank, NOW)


def listed(house, **wanted):
    return [row["code"] for row in enterprises(house, View(), ALL, Wanted(**wanted)).rows]


def sent(house, **given):
    told = {"act": "define_rule", "kind": "tag", "code": "leader", "seen": "0", "reason": "口径调整"}
    return act_on_economy(house, told | TAG | WANT | given, "agency", 1)


def test_a_tag_that_is_changed_holds_for_others_at_once_and_both_states_are_kept(demo):
    assert listed(demo, tag="leader") == ["EN1"]
    assert sent(demo) == "标签“规模骨干”已保存，第 1 次修改"
    assert listed(demo, tag="leader") == ["EN1", "EN2", "EN4"]
    assert "规模骨干" in {rule.word for rule, _why in enterprise_file(demo, "EN2", ALL).tags}
    desk = rule_desk(demo, "tag", "leader", ALL)
    assert (desk.words, desk.seen) == (["从业人数 ≥ 25 人"], 1)
    assert [(one["seq"], one["reason"]) for one in desk.steps] == [(1, "口径调整"), (0, "装入时的定义")]
    assert "骨干企业 → 规模骨干" in str(rule_history(desk.steps, NOW))
    with demo.engine.connect() as connection:
        assert connection.scalars(select(audit.c.target).where(audit.c.action == "tag_change")).all() == ["leader"]


def test_a_signal_out_of_use_is_counted_nowhere_and_comes_back(demo):
    given = {"kind": "signal", "code": "shell", "word": "疑似空壳", "department": "市市场监管局", "model": "shell"}
    wide = {"want-0-field": "enterprise.capital", "want-0-op": "between", "want-0-value": "2000"}
    assert "shell" in {row["code"] for row in signals(demo, View(), ALL).rows}
    sent(demo, **given, **wide, off="1")
    assert "shell" not in {row["code"] for row in signals(demo, View(), ALL).rows}
    assert listed(demo, signal="shell") == ["EN1", "EN2", "EN3", "EN4"], "a filter that is none narrows nothing"
    assert rule_desk(demo, "", "", ALL).idle["signal"] == {"shell": "疑似空壳"}
    main = enterprises_drawn(demo, View(), {"signal": "shell"}, "agency")["main"]
    assert "已停用" in main and 'data-act="signal_change"' in main
    sent(demo, **given, **wide, seen="1")
    assert listed(demo, signal="shell") == ["EN3"]


def test_a_new_signal_has_a_model_and_a_code_that_neither_kind_has(demo):
    new = {"kind": "signal", "code": "many_staff", "seen": "", "word": "用工多", "model": "labour"}
    assert "已保存" in sent(demo, **new)
    row = next(row for row in signals(demo, View(), ALL).rows if row["code"] == "many_staff")
    assert (row["model"], row["n"]) == ("labour", 3)
    for code in ("many_staff", "leader"):
        with pytest.raises(BadInput, match="已被用过"):
            sent(demo, **new | {"code": code})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"word": ""}, "word"),
        ({"department": ""}, "department"),
        ({"reason": ""}, "reason"),
        ({"code": "Leader"}, "code"),
        ({"want-0-field": ""}, "want-0"),
        ({"want-0-value": "很多"}, "want-0"),
        ({"kind": "signal", "code": "shell", "model": "nothing"}, "model"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_changes_nothing(demo, given, field):
    with pytest.raises(FormFaults) as told:
        sent(demo, **given)
    assert list(told.value.faults) == [field]
    assert listed(demo, tag="leader") == ["EN1"]


def test_only_whose_it_is_changes_it_from_the_state_that_is_the_last(blank, connection, ground):
    told = rule_written(Paper(TAG | WANT), "tag", ground)
    city = connection.scalar(select(region.c.id).where(region.c.level == 1))
    row = {"code": "w", "name": "市水利局", "kind": "department", "region_id": city, "provenance": "measured"}
    connection.execute(insert(agency), row)
    other = Scope(cells=ALL.cells, departments=("w",), clearance=2)
    part = Scope(cells=((1, 2),), clearance=2)
    for actor in (
        Actor(name="甲", role="department_head", scope=other),
        Actor(name="乙", role="administrator", scope=part),
        Actor(name="丙", role="resident", scope=ALL),
    ):
        with pytest.raises(Forbidden):
            define_rule(blank, connection, "tag", "leader", told, 0, "越权", actor, NOW)
    assert define_rule(blank, connection, "tag", "leader", told, 0, "调整", CHIEF, NOW) == 1
    with pytest.raises(ThingRefused, match="刷新"):
        define_rule(blank, connection, "tag", "leader", told, 0, "晚了", CLERK, NOW)
    assert [one["seq"] for one in steps_of(connection, "tag", "leader", ALL)] == [1, 0]
    assert rules_told(blank, connection)["tag"]["leader"] == told
    assert next(one for one in ruled(blank, connection).tags if one.code == "leader").word == "规模骨干"
