"""Chains, policies, the rules of links and who stands on them are changed on the screen; every state is kept."""

from typing import Any

import pytest
from sqlalchemy import func, insert, select

from data.commands.chain_members import change_member
from data.commands.economy_definitions import define_chain, define_judging, define_policy
from data.economy.condition_row import WAYS, condition_of, row_of
from data.economy.paper import Paper
from data.economy.written import chain_written, judging_written, policy_written
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.life.actor import Actor
from data.queries.chains import links_of
from data.queries.economy_steps import chain_told, judging, judging_told, policy_told, seq_of, steps_of
from data.queries.policies import one_policy
from data.queries.regions import region_of
from data.schema import agency, chain_link, chain_member, policy, region
from data.scope import Scope
from tests.economy.conftest import ALL, CLERK, NOW

CHIEF = Actor(name="管理员", role="administrator", scope=ALL)
CHAIN = {"word": "低空经济", "department": "市工信局"}
LINK = {"link-0-tier": "upper", "link-0-word": "整机", "link-0-code": "aircraft"}
POLICY = {"word": "试飞补助", "department": "市工信局", "since": "2024-01-01", "amount": "fixed", "fixed": "5"}
WANT = {"want-0-field": "enterprise.staff", "want-0-op": "between", "want-0-value": "20", "want-0-upper": ""}


def filled(told: dict[str, Any]) -> dict[str, str]:
    """A form as it comes, filled with what is there."""
    given = {"word": told["word"], "department": told["department"]}
    for n, one in enumerate(told["links"]):
        given |= {f"link-{n}-{name}": value or "" for name, value in one.items()}
    return given


def changed(connection, code, seen, actor=CHIEF, **more):
    paper = Paper(filled(chain_told(connection, code)) | more)
    told = chain_written(paper)
    assert not paper.faults
    return define_chain(connection, code, told, seen, "核实后调整", actor, NOW)


def test_a_chain_is_changed_link_by_link_and_every_state_is_kept(connection):
    before = chain_told(connection, "footwear")
    last = len(before["links"])
    more = {f"link-{last}-tier": "lower", f"link-{last}-word": "跨境电商", f"link-{last}-code": "cross_border"}
    assert changed(connection, "footwear", 0, word="鞋服制造", **{f"link-{last - 1}-off": "1"}, **more) == 1
    now = chain_told(connection, "footwear")
    assert now["word"] == "鞋服制造"
    assert [one["code"] for one in now["links"]] == [*(one["code"] for one in before["links"][:-1]), "cross_border"]
    steps = steps_of(connection, "chain", "footwear", ALL)
    assert [(one["seq"], one["actor"]) for one in steps] == [(1, "管理员"), (0, "")]
    assert steps[0]["before"] == before and steps[0]["told"] == now


def test_a_link_with_somebody_on_it_is_not_taken_away(connection):
    with pytest.raises(ThingRefused, match="2 家"):
        changed(connection, "footwear", 0, **{"link-0-off": "1"})


def test_who_saw_an_older_state_changes_nothing(connection):
    changed(connection, "footwear", 0, word="甲")
    with pytest.raises(ThingRefused, match="刷新"):
        changed(connection, "footwear", 0, word="乙")
    assert chain_told(connection, "footwear")["word"] == "甲"


def test_a_new_chain_has_a_code_of_its_own(connection):
    told = chain_written(Paper(CHAIN | LINK))
    assert define_chain(connection, "low_altitude", told, None, "省里新定", CHIEF, NOW) == 1
    assert chain_told(connection, "low_altitude")["links"][0]["word"] == "整机"
    with pytest.raises(BadInput, match="已被用过"):
        define_chain(connection, "footwear", told, None, "重名", CHIEF, NOW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"word": ""}, "word"),
        ({"department": ""}, "department"),
        ({"link-0-code": "Bad Code"}, "link-0-code"),
        ({"link-0-tier": "above"}, "link-0-tier"),
        ({"link-0-mark": "weak"}, "link-0-why"),
        ({"link-0-off": "1"}, "link-0-word"),
        ({"link-1-word": "又一个", "link-1-tier": "upper", "link-1-code": "aircraft"}, "link-1-code"),
    ],
)
def test_what_is_wrong_with_a_chain_stands_at_its_field(given, field):
    paper = Paper(CHAIN | LINK | given)
    chain_written(paper)
    assert list(paper.faults) == [field]


def test_what_a_department_judges_by_hand_goes_before_the_rules(connection, blank):
    here, plan = region_of(connection, "", ALL), judging(blank, connection)
    assert links_of(connection, plan, here, "footwear")[0]["strength"] == "weak"
    changed(connection, "footwear", 0, **{"link-0-mark": "strong", "link-0-why": "龙头已落地"})
    link = links_of(connection, plan, here, "footwear")[0]
    assert (link["strength"], link["why"], link["by"]) == ("strong", "龙头已落地", [])


def test_other_rules_judge_other_links(connection, blank):
    given = {"level": "2", "thin": "1", "weak-0-of": "enterprises", "weak-0-way": "below", "weak-0-bar": "1"}
    given |= {"strong-0-of": "enterprises", "strong-0-way": "from", "strong-0-bar": "2", "strong-1-bar": ""}
    paper = Paper(given)
    told = judging_written(paper)
    assert not paper.faults
    assert define_judging(blank, connection, told, 0, "样本少", CHIEF, NOW) == 1
    links = links_of(connection, judging(blank, connection), region_of(connection, "", ALL), "footwear")
    assert [one["strength"] for one in links[:2]] == ["strong", "weak"]
    assert judging_told(blank, connection) == told
    bad = Paper(given | {"weak-0-bar": "很多"})
    judging_written(bad)
    assert list(bad.faults) == ["weak-0-bar"]


def test_every_condition_that_is_declared_is_a_row_of_the_form_and_comes_back_the_same(connection, known, ground):
    for row in connection.execute(select(policy)).mappings():
        for given in (*row["conditions"]["for"], *row["conditions"]["when"]):
            shown = row_of(known, given)
            assert shown["op"] in WAYS
            again = condition_of(known, shown)
            assert ground.test(again).words() == ground.test(given).words()


def test_a_policy_is_written_without_code_and_fits_at_once(connection, ground):
    paper = Paper(POLICY | WANT)
    told = policy_written(paper, ground, {"footwear"})
    assert not paper.faults
    assert define_policy(connection, "flights", told, None, "新政", CHIEF, NOW) == 1
    one = one_policy(connection, ground, "flights")
    assert [test.words() for test in one.wants] == ["从业人数 ≥ 20 人"]
    later = policy_written(Paper(POLICY | WANT | {"fixed": "8", "until": "2025-01-01"}), ground, set())
    assert define_policy(connection, "flights", later, 1, "加码", CHIEF, NOW) == 2
    assert policy_told(connection, "flights")["amount"] == {"fixed": 8}
    assert [one["told"]["amount"]["fixed"] for one in steps_of(connection, "policy", "flights", ALL)] == [8, 5]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"want-0-value": "很多"}, "want-0"),
        ({"want-0-field": ""}, "want-0"),
        ({"want-0-field": "enterprise.nothing"}, "want-0"),
        ({"want-0-op": "within"}, "want-0"),
        ({"want-0-field": "in:nothing"}, "want-0"),
        ({"aim-1-field": "appeals", "aim-1-value": "x"}, "aim-1"),
        ({"until": "2020-01-01"}, "until"),
        ({"since": "昨天"}, "since"),
        ({"chain": "nothing"}, "chain"),
        ({"fixed": "-1"}, "fixed"),
        ({"amount": "each", "each": "enterprise.name", "rate": "1"}, "each"),
    ],
)
def test_what_is_wrong_with_a_policy_stands_at_its_field(ground, given, field):
    paper = Paper(POLICY | WANT | given)
    policy_written(paper, ground, {"footwear"})
    assert list(paper.faults) == [field]


def test_only_whose_it_is_changes_it_and_only_with_the_whole_city(connection):
    city = connection.scalar(select(region.c.id).where(region.c.level == 1))
    rows = [
        {"code": code, "name": name, "kind": "department"} for code, name in (("it", "市工信局"), ("w", "市水利局"))
    ]
    connection.execute(insert(agency), [row | {"region_id": city, "provenance": "measured"} for row in rows])
    heads = {code: Scope(cells=ALL.cells, departments=(code,), clearance=1) for code in ("it", "w")}
    for role, scope in (("department_head", heads["w"]), ("duty_officer", ALL), ("department_head", _part())):
        with pytest.raises(Forbidden):
            changed(connection, "footwear", 0, Actor(name="某人", role=role, scope=scope), word="甲")
    assert changed(connection, "footwear", 0, Actor(name="某人", role="department_head", scope=heads["it"]), word="甲")


def _part() -> Scope:
    low, _high = ALL.cells[0]
    return Scope(cells=((low, low + 1),), departments=("it",), clearance=1)


def test_an_enterprise_comes_to_a_link_and_leaves_another_with_a_reason(connection):
    link = connection.scalar(select(chain_link.c.id).where(chain_link.c.chain == "food").limit(1))
    change_member(connection, "EN1", {1}, link, 0, "转产", CLERK, ALL, NOW)
    stands = select(chain_member.c.link_id).where(chain_member.c.record_id == 1)
    assert connection.scalars(stands).all() == [link]
    told = [one["told"]["links"] for one in steps_of(connection, "member", "EN1", ALL)]
    assert told[1] == ["footwear/soles"] and told[0][0].startswith("food/")
    with pytest.raises(ThingRefused):
        change_member(connection, "EN1", {link}, None, 0, "晚了", CLERK, ALL, NOW)
    with pytest.raises(BadInput):
        change_member(connection, "EN1", set(), link, 1, "已在", CLERK, ALL, NOW)
    with pytest.raises(Forbidden):
        change_member(
            connection, "EN1", {link}, None, 1, "越权", Actor(name="某人", role="resident", scope=ALL), ALL, NOW
        )
    with pytest.raises(UnknownThing):
        change_member(connection, "EN1", {link}, None, 1, "不在辖区", CLERK, _other(), NOW)
    assert seq_of(connection, "member", "EN1") == 1
    assert connection.scalar(select(func.count()).select_from(chain_member)) == 2


def _other() -> Scope:
    return Scope(cells=((9, 9),), clearance=2)
