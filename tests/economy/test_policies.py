"""免申即享: a policy fits whom all of its conditions hold for, says why, and what else is missing; grants are kept."""

import pytest
from sqlalchemy import insert, select

from data.commands.grants import move_grant, offer_grant
from data.economy.condition import all_of
from data.errors import BadInput, CityError, Forbidden, ThingRefused, UnknownThing
from data.life.actor import Actor
from data.queries.policies import answer, one_policy
from data.queries.policy_matches import matched, policies_for
from data.schema import policy, policy_grant, policy_grant_step, record
from data.scope import Scope
from data.view import View
from tests.economy.conftest import ALL, CLERK, LOW, NOW

JOBS = "footwear_hiring"


def found(blank, near=False, code=JOBS, scope=ALL):
    return matched(blank, View(at=NOW), scope, code, near)


def test_a_policy_fits_whom_all_conditions_hold_for_and_says_each_with_what_is_known(blank):
    one = found(blank)
    assert [row["code"] for row in one.rows] == ["EN1"] and (one.total, one.near) == (1, 1)
    reasons = {reason["wanted"]: reason["held"] for reason in one.rows[0]["reasons"]}
    assert reasons["招工需求 ≥ 40 人"] == "45 人" and all(reason["holds"] for reason in one.rows[0]["reasons"])
    assert one.rows[0]["amount"] == 4.5


def test_who_lacks_one_condition_is_told_which(blank):
    assert [(row["code"], row["lacks"]) for row in found(blank, near=True).rows] == [("EN2", ["经营状态 为 在营"])]


def test_an_amount_stops_at_its_most(blank):
    assert [row["amount"] for row in found(blank, code="steady_jobs").rows if row["code"] == "EN4"] == [4.0]
    assert [row["amount"] for row in found(blank, code="export_insurance").rows] == [9.0]


def test_what_rests_on_fields_that_a_reader_may_not_see_is_matched_for_nobody(blank):
    with pytest.raises(Forbidden):
        found(blank, code="export_insurance", scope=LOW)
    rows = {row["code"]: row["matched"] for row in answer(blank, View(at=NOW), LOW).rows}
    assert rows["export_insurance"] is None and rows[JOBS] == 1


def test_the_count_of_a_panel_is_the_length_of_its_list(blank):
    for row in answer(blank, View(at=NOW), ALL).rows:
        for near, told in ((False, row["matched"]), (True, row["near"])):
            assert len(found(blank, near, str(row["code"])).rows) == told


def test_a_grant_goes_step_by_step_and_every_step_is_kept(connection, ground):
    number = offer_grant(connection, ground, JOBS, "EN1", CLERK, NOW)
    with pytest.raises(ThingRefused):
        offer_grant(connection, ground, JOBS, "EN1", CLERK, NOW)
    with pytest.raises(ThingRefused):
        move_grant(connection, number, "paid", 1, "", CLERK, NOW)
    for seq, to in enumerate(("claimed", "checked", "paid"), 1):
        move_grant(connection, number, to, seq, "", CLERK, NOW)
    steps = connection.execute(select(policy_grant_step).order_by(policy_grant_step.c.seq)).mappings().all()
    assert [step["state"] for step in steps] == ["offered", "claimed", "checked", "paid"]
    assert steps[0]["reason"].startswith("行业 为 鞋服 (鞋服)") and steps[0]["amount"] == 4.5


def test_of_two_who_move_a_grant_at_once_the_second_is_refused(connection, ground):
    number = offer_grant(connection, ground, JOBS, "EN1", CLERK, NOW)
    move_grant(connection, number, "claimed", 1, "", CLERK, NOW)
    with pytest.raises(ThingRefused):
        move_grant(connection, number, "checked", 1, "", CLERK, NOW)


def test_giving_up_needs_a_reason_and_can_be_offered_again(connection, ground):
    number = offer_grant(connection, ground, JOBS, "EN1", CLERK, NOW)
    with pytest.raises(BadInput):
        move_grant(connection, number, "withdrawn", 1, " ", CLERK, NOW)
    move_grant(connection, number, "withdrawn", 1, "重复申领", CLERK, NOW)
    assert offer_grant(connection, ground, JOBS, "EN1", CLERK, NOW) == number
    assert connection.execute(select(policy_grant.c.state, policy_grant.c.seq)).all() == [("offered", 3)]


@pytest.mark.parametrize(
    ("code", "enterprise", "actor", "error"),
    [
        (JOBS, "EN2", CLERK, ThingRefused),
        (JOBS, "EN9", CLERK, UnknownThing),
        ("nothing", "EN1", CLERK, UnknownThing),
        (JOBS, "EN1", Actor(name="领导", role="leader", scope=ALL), Forbidden),
        (JOBS, "EN1", Actor(name="外镇", role="agency", scope=Scope(cells=((9, 16),), clearance=2)), Forbidden),
    ],
)
def test_what_does_not_fit_and_who_may_not_is_refused(connection, ground, code, enterprise, actor, error):
    with pytest.raises(error):
        offer_grant(connection, ground, code, enterprise, actor, NOW)


def test_policies_of_an_enterprise_are_those_of_the_lists(blank, connection, ground):
    for one, row in policies_for(connection, ground, 1):
        listed = {known["code"] for known in found(blank, code=one.code).rows}
        assert ("EN1" in listed) == (not row["missing"])


def test_a_policy_that_has_ended_is_offered_to_nobody(connection, ground):
    row = dict(connection.execute(select(policy).where(policy.c.code == JOBS)).mappings().one())
    connection.execute(insert(policy).values(row | {"code": "ended", "until": "2024-06-30"}))
    assert not one_policy(connection, ground, "ended").live
    with pytest.raises(ThingRefused):
        offer_grant(connection, ground, "ended", "EN1", CLERK, NOW)


def test_conditions_that_make_no_sense_are_named(ground):
    for wrong in ([["person.sex", "eq", "f"]], [{"ledger": "nothing"}], [{"within": "person.birth", "days": 1}], ["x"]):
        with pytest.raises((CityError, BadInput)):
            ground.tests(wrong)


def test_no_condition_holds_for_everybody(connection, ground):
    assert len(connection.execute(select(record.c.id).where(all_of(()))).all()) == 8
