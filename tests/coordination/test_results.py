"""What visits find, dangers that close, hot problems that are pushed, demands that departments answer."""

from datetime import timedelta

import pytest

from data.commands.coordination_demands import NewDemand, ask, forward, offer, settle_demand
from data.commands.coordination_hot import check_itself, push, read_pushes
from data.commands.coordination_moves import Given, move
from data.commands.coordination_results import NewFinding, escalate, find, mend, recheck
from data.commands.governance import load_default_tree
from data.errors import BadInput, CoordinationRefused, Forbidden, UnknownThing
from data.life.actor import Actor
from data.queries.coordination_counts import counted
from data.queries.coordination_dangers import danger_named, dangers, hot, pushes
from data.queries.coordination_demands import demand_named, demands
from data.queries.coordination_subjects import Called, subjects_named
from data.queries.regions import region_of
from data.scope import Scope
from tests.coordination.conftest import CENTRE, ECOLOGY, FIRE, INSPECTION, NOW, TODAY, WATER, filed, row_of

GUEST = Scope.guest()
KNOWS = Scope(cells=GUEST.cells, clearance=1)
DUE = TODAY + timedelta(days=10)
FIRM = Actor(name="企业-EN1", role="resident", scope=GUEST)
EN1 = Called("enterprise:EN1", "企业-EN1", "footwear", 1)


def done(connection, who=FIRE, **more):
    code = filed(connection, who, **more)
    for name, actor in (("approve", CENTRE), ("done", who)):
        move(connection, INSPECTION, code, name, actor, Given(seq=row_of(connection, code)["seq"]), NOW)
    return code


def found(connection, call, words="通道堆物", due=DUE):
    return find(connection, INSPECTION, call, NewFinding(item="fire", words=words, due=due), FIRE, NOW)


def seq(connection, code):
    return danger_named(connection, code, GUEST)["seq"]


def test_a_danger_is_on_the_list_until_its_department_has_seen_it_mended(connection):
    here, code = region_of(connection, "", GUEST), found(connection, done(connection))
    assert dangers(connection, INSPECTION, here, GUEST)[0] == {"open": 1, "fixed": 0, "closed": 0}
    mend(connection, code, "enterprise:EN1", "已清空", seq(connection, code), FIRM)
    recheck(connection, code, False, seq(connection, code), FIRE, NOW)
    mend(connection, code, "enterprise:EN1", "已划线", seq(connection, code), FIRM)
    with pytest.raises(UnknownThing):
        recheck(connection, code, True, seq(connection, code), ECOLOGY, NOW)
    recheck(connection, code, True, seq(connection, code), FIRE, NOW)
    told = [dangers(connection, INSPECTION, here, scope, "closed") for scope in (KNOWS, GUEST)]
    assert told[0][0]["closed"] == 1 and [rows[0]["mended"] for _counts, rows in told] == ["已划线", "***"]
    with pytest.raises(CoordinationRefused):
        mend(connection, code, "enterprise:EN1", "再来", seq(connection, code), FIRM)


def test_a_danger_that_becomes_an_event_is_closed_with_it(connection):
    load_default_tree(connection)
    code = found(connection, done(connection))
    made = escalate(connection, INSPECTION, code, "safety", seq(connection, code), CENTRE, NOW)
    assert danger_named(connection, code, GUEST)["event"] == made.code
    with pytest.raises(CoordinationRefused, match="已转为事件"):
        escalate(connection, INSPECTION, code, "safety", seq(connection, code), CENTRE, NOW)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewFinding(item="gas", words="漏"), "这次检查的事项"),
        (NewFinding(item="fire", words=""), "请写明"),
        (NewFinding(item="fire", words="堵", due=TODAY - timedelta(days=1)), "整改期限"),
    ],
)
def test_a_finding_that_makes_no_sense_is_refused_in_words(connection, new, words):
    call = done(connection)
    with pytest.raises(BadInput, match=words):
        find(connection, INSPECTION, call, new, FIRE, NOW)


def test_nothing_is_found_before_the_visit_is_done(connection):
    with pytest.raises(CoordinationRefused, match="办结后"):
        found(connection, filed(connection))


def test_what_is_found_at_several_of_a_trade_is_hot_and_pushed_to_all_of_it_once_a_day(connection):
    here = region_of(connection, "", GUEST)
    for n in (1, 2, 3):
        assert hot(connection, INSPECTION, here, GUEST, NOW) == []
        found(connection, done(connection, subjects=(f"enterprise:EN{n}",)), due=None)
    [one] = hot(connection, INSPECTION, here, GUEST, NOW)
    assert (one.item, one.trade, one.n, one.pushed) == ("fire", "footwear", 3, None)
    told = (here.code, "fire", "footwear", "请对照自查")
    with pytest.raises(Forbidden):
        push(connection, INSPECTION, *told, FIRE, NOW, "measured")
    assert push(connection, INSPECTION, *told, CENTRE, NOW, "measured") == 3
    with pytest.raises(CoordinationRefused, match="今天已经推送"):
        push(connection, INSPECTION, *told, CENTRE, NOW, "measured")
    with pytest.raises(CoordinationRefused, match="不是热点"):
        push(connection, INSPECTION, here.code, "gas", "food", "请自查", CENTRE, NOW, "measured")
    read_pushes(connection, "enterprise:EN2", NOW)
    [row] = pushes(connection, INSPECTION, here)
    assert (row["told"], row["read"], row["checked"]) == (3, 1, 0)
    check_itself(connection, row["code"], "enterprise:EN2", NOW)
    assert pushes(connection, INSPECTION, here)[0]["checked"] == 1
    with pytest.raises(CoordinationRefused):
        check_itself(connection, row["code"], "enterprise:EN4", NOW)


def asked(connection, topic="ecology"):
    return ask(connection, INSPECTION, EN1, NewDemand(want="guidance", topic=topic, words="请指导"), NOW, "measured")


def offered(connection, code, who=ECOLOGY):
    told = (who.scope.departments[0], "上门指导", DUE, demand_named(connection, INSPECTION, code, GUEST)["seq"])
    return offer(connection, INSPECTION, code, *told, who, NOW)


def test_a_demand_is_matched_by_its_topic_and_the_answer_that_is_taken_becomes_a_visit(blank):
    with blank.engine.begin() as connection:
        here, code = region_of(connection, "", GUEST), asked(connection)
        [row] = demands(connection, INSPECTION, here, GUEST)[1]
        assert list(row["matched"]) == ["990000.ecology"]
        assert demands(connection, INSPECTION, here, WATER.scope)[1] == []
        chosen = offered(connection, code)
        with pytest.raises(CoordinationRefused, match="已经响应"):
            offered(connection, code)
        seen = demand_named(connection, INSPECTION, code, GUEST)["seq"]
        visit = settle_demand(connection, INSPECTION, code, chosen, EN1, seen, FIRM, NOW)
        row = row_of(connection, visit)
        assert (row["state"], row["way"], row["day"]) == ("set", "invited", DUE.toordinal())
        with pytest.raises(CoordinationRefused):
            settle_demand(connection, INSPECTION, code, chosen, EN1, seen + 1, FIRM, NOW)
    total = counted(blank, INSPECTION, "", GUEST, f"{DUE:%Y-%m}").total
    assert (total["filed"], total["invited"]) == (0, 1)


def test_the_centre_passes_a_demand_on_to_a_department_of_another_topic(connection):
    code = asked(connection)
    with pytest.raises(UnknownThing):
        offered(connection, code, WATER)
    seen = demand_named(connection, INSPECTION, code, GUEST)["seq"]
    forward(connection, INSPECTION, code, "990000.water", seen, CENTRE)
    offered(connection, code, WATER)
    assert demand_named(connection, INSPECTION, code, GUEST)["state"] == "offered"


def test_a_demand_is_taken_back_by_its_subject_alone(connection):
    code = asked(connection)
    other = subjects_named(connection, INSPECTION, ["enterprise:EN2"], GUEST)[0]
    with pytest.raises(UnknownThing):
        settle_demand(connection, INSPECTION, code, "", other, 1, FIRM, NOW)
    settle_demand(connection, INSPECTION, code, "", EN1, 1, FIRM, NOW)
    assert demand_named(connection, INSPECTION, code, GUEST)["state"] == "closed"
    with pytest.raises(BadInput, match="请选择需求"):
        ask(connection, INSPECTION, EN1, NewDemand(want="party", topic="fire", words="来"), NOW, "measured")
