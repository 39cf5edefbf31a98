"""The catalogue: resources as the registries say and as measured, terms, scenarios from files, evaluations."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from data.catalogue.measure import measure_daily
from data.catalogue_words import QUESTIONS, RESOURCE_GROUPS, RHYTHM_DAYS
from data.commands.audit import note
from data.commands.catalogue import NewResource, register, set_terms
from data.commands.scenarios import DOOR, judge, take_scenarios
from data.engine import writing
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.intake.retaking import replay
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.catalogue import ResourceFilters, all_resources, freshness, listed, resource_row, users_of
from data.queries.scenarios import all_scenarios, scenario_of
from data.risk_words import STATION_KINDS
from data.schema import agency, feature, quarantine, scenario, steward_visit
from data.scope import Scope
from data.view import View
from data.words import REGISTERS

ALL = Scope.guest()
OFFICER = Actor(name="值班员-001", role="duty_officer", scope=ALL)
ROW = {"编号": "S1", "场景名称": "河道巡查", "领域": "防汛", "责任部门": "水利局", "使用的数据资源": "ledger:residents"}


def resources(house, scope=ALL):
    with house.engine.connect() as connection:
        return {row["code"]: row for row in all_resources(connection, scope, house.clock.now())}


def taken(house, *rows, actor=OFFICER):
    with writing(house.engine) as connection:
        return take_scenarios(connection, rows, actor, house.clock.now(), "measured")


def office(house):
    with house.engine.connect() as connection:
        return connection.scalar(select(agency.c.code).where(agency.c.kind == "department").limit(1))


def registered(house, actor=OFFICER, **more):
    told = {"name": "不动产登记", "agency": office(house), "rhythm": "week", "origin": "不动产系统", "share": "terms"}
    told |= {"fields": "权利人,姓名\n坐落\n面积,公开,m²", "terms": "凭函申请"} | more
    with writing(house.engine) as connection:
        return register(connection, NewResource(**told), actor, house.clock.now(), "measured")


def test_every_ledger_register_and_kind_of_station_is_a_resource_without_being_typed_again(house):
    found = resources(house)
    with house.engine.connect() as connection:
        known = dictionary(connection)
    expected = {f"ledger:{code}" for code in known.ledgers} | {f"things:{layer}" for layer in REGISTERS}
    assert expected | {f"readings:{kind}" for kind in STATION_KINDS} <= found.keys()
    residents = found["ledger:residents"]
    shields = [one.shield for one in known.of("person") if one.ledger in (None, "residents")]
    assert [one.shield for one in residents["fields"]] == shields
    assert residents["share"] == "terms", "who is named is not shared with all"
    assert {row["group"] for row in found.values()} <= {*RESOURCE_GROUPS}


def test_rows_freshness_and_soundness_are_those_that_were_measured_for_who_sees_the_whole_city(house):
    found = resources(house)
    with house.engine.connect() as connection:
        of = select(func.count()).where(feature.c.layer == "risk_point")
        assert found["things:risk_point"]["n"] == connection.scalar(of)
    assert 0 < found["ledger:residents"]["sound"] < 1
    part = resources(house, Scope(cells=((1, 3),)))
    assert {row["n"] for row in part.values() if row["own"]} == {None}
    now = house.clock.now()
    assert not measure_daily(house.engine, now)
    with writing(house.engine) as connection:
        connection.execute(steward_visit.delete())
    assert found["business:visits"]["n"] == resources(house)["business:visits"]["n"] > 0
    assert measure_daily(house.engine, now + timedelta(days=1))
    assert resources(house)["business:visits"]["n"] == 0


@given(st.sampled_from(sorted(RHYTHM_DAYS)), st.integers(0, 2_000), st.integers(0, 2_000))
def test_what_is_older_is_never_fresher(rhythm, one, other):
    now = datetime(2024, 7, 25, tzinfo=UTC)
    order = ("fresh", "late", "stale")
    young, old = (freshness(now - timedelta(days=days), rhythm, now) for days in sorted((one, other)))
    assert order.index(young) <= order.index(old)
    assert freshness(None, rhythm, now) == freshness(now, "once", now) == ""


def test_a_department_registers_its_own_and_changes_its_terms(house):
    mine = Actor(name="部门", role="agency", scope=Scope(cells=ALL.cells, departments=(str(office(house)),)))
    code = registered(house, mine)
    row = resources(house)[code]
    assert [(one.name, one.shield, one.unit) for one in row["fields"]] == [
        ("权利人", "name", ""),
        ("坐落", "plain", ""),
        ("面积", "plain", "m²"),
    ]
    assert (row["group"], row["share"], row["n"]) == ("office", "terms", None)
    now = house.clock.now()
    with writing(house.engine) as connection:
        set_terms(connection, code, "open", "", row["seq"], mine, now, "measured")
        with pytest.raises(ThingRefused):
            set_terms(connection, code, "open", "", row["seq"], mine, now, "measured")
        with pytest.raises(Forbidden):
            set_terms(connection, "things:risk_point", "closed", "涉密", 0, mine, now, "measured")
        set_terms(connection, "things:risk_point", "closed", "涉密", 0, OFFICER, now, "measured")
    assert (resources(house)[code]["share"], resources(house)["things:risk_point"]["share"]) == ("open", "closed")
    other = Actor(name="外部门", role="agency", scope=Scope(cells=ALL.cells, departments=("nobody",)))
    for actor in (other, Actor(name="居民", role="resident", scope=ALL)):
        with pytest.raises(Forbidden):
            registered(house, actor)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"fields": ""}, {"fields": "甲,不明"}, {"share": "all"}, {"terms": ""}, {"rhythm": "x"}],
)
def test_what_makes_no_resource_is_refused(house, wrong):
    with pytest.raises(BadInput):
        registered(house, **wrong)


def test_filters_find_by_field_and_the_counts_are_of_all(house):
    found = listed(house, View(), ALL, ResourceFilters(text="威胁"))
    assert {row["code"] for row in found.rows} >= {"things:risk_point"} and found.total == len(found.rows)
    assert sum(found.groups.values()) == len(resources(house)) == sum(found.shares.values())


def test_scenarios_come_as_rows_new_changed_or_as_they_were_and_wrong_ones_stop_no_others(house):
    wrong = [
        ROW | {"编号": ""},
        ROW | {"编号": "S2", "使用的数据资源": "没有的"},
        ROW | {"编号": "S3", "上线日期": "去年"},
    ]
    wrong += [ROW | {"编号": "S4", "使用计数": "dance"}, ROW | {"编号": "S5", "状态": "不明"}, ROW | {"编号": "S" * 30}]
    told = taken(house, ROW, *wrong, ROW | {"编号": "S9", "状态": "试运行"})
    assert (told.new, told.wrong, [line for line, _why in told.faults]) == (2, 6, [3, 4, 5, 6, 7, 8])
    assert all(any("一" <= one <= "鿿" for one in why) for _line, why in told.faults)
    again = taken(house, ROW, ROW | {"编号": "S9"})
    assert (again.new, again.changed, again.same) == (0, 1, 1)
    with house.engine.connect() as connection:
        assert "S1" in {row["code"] for row in users_of(connection, "ledger:residents")}
        assert connection.scalar(select(scenario.c.state).where(scenario.c.code == "S9")) == "use"
    with pytest.raises(Forbidden):
        taken(house, ROW, actor=Actor(name="居民", role="resident", scope=ALL))


def test_a_wrong_scenario_waits_once_in_the_quarantine_and_is_taken_when_it_is_mended(house):
    wrong = ROW | {"编号": "S2", "使用的数据资源": "没有的"}
    for _again in range(2):
        told = taken(house, wrong, ROW | {"编号": ""}, {}, ROW | {"编号": ""})
        assert (told.wrong, told.kept) == (4, 2), "a row without cells is not kept, the same row only once"
    with writing(house.engine) as connection:
        rows = connection.execute(select(quarantine).where(quarantine.c.door == DOOR)).mappings().all()
        assert [(row["row"], row["fault"], row["state"]) for row in rows] == [
            (2, "malformed", "waiting"),
            (3, "missing", "waiting"),
        ]
        now, number = house.clock.now(), rows[0]["id"]
        assert replay(connection, number, None, OFFICER, now).fault == "malformed"
        resident = Actor(name="居民", role="resident", scope=ALL)
        assert replay(connection, number, wrong | {"使用的数据资源": ""}, resident, now).fault == "scope"
        done = replay(connection, number, wrong | {"使用的数据资源": ""}, OFFICER, now)
        assert (done.code, done.outcome) == ("S2", "new")
        assert connection.scalar(select(scenario.c.name).where(scenario.c.code == "S2")) == "河道巡查"


def test_a_demo_has_as_many_scenarios_as_its_source_tells_of_and_takes_that_many_in_a_file(house):
    with house.engine.connect() as connection:
        assert len(all_scenarios(connection, ALL)) == 458
    told = taken(house, *(ROW | {"编号": f"N{n}", "场景名称": f"场景{n}"} for n in range(458)))
    assert (told.new, told.wrong) == (458, 0)


def test_use_is_counted_from_the_audit_log_where_an_action_counts_it(house):
    taken(house, ROW | {"使用计数": "list_add list_move"}, ROW | {"编号": "S2"})
    with writing(house.engine) as connection:
        before = {row["code"]: row["used"] for row in all_scenarios(connection, ALL)}
        note(connection, "list_add", "L1")
        note(connection, "list_add", "L2", outcome="refused")
        after = {row["code"]: row["used"] for row in all_scenarios(connection, ALL)}
        assert (after["S1"] - before["S1"], after["S2"]) == (1, None)
        assert {row["used"] for row in all_scenarios(connection, Scope(cells=((1, 3),)))} == {None}


def test_an_evaluation_answers_every_question_and_stays_beside_those_before(house):
    taken(house, ROW)
    marks = {f"mark_{name}": "4" for name in QUESTIONS} | {"words": "达到预期"}
    now = house.clock.now()
    with writing(house.engine) as connection:
        assert judge(connection, "S1", marks, OFFICER, now, "measured") == 80
        assert judge(connection, "S1", marks | {"mark_goal": "5"}, OFFICER, now, "measured") == 84
        row, uses, reviews = scenario_of(connection, "S1", ALL)
        assert (row["score"], uses, [one["score"] for one in reviews]) == (84, ["ledger:residents"], [84, 80])
        assert {one["actor"] for one in reviews} == {""}, "who it was is for those who may know people"
        for wrong in ({"mark_goal": "6"}, {"mark_goal": ""}, {"words": ""}):
            with pytest.raises(BadInput):
                judge(connection, "S1", marks | wrong, OFFICER, now, "measured")
        with pytest.raises(UnknownThing):
            judge(connection, "S0", marks, OFFICER, now, "measured")
        stranger = Actor(name="外", role="agency", scope=Scope(cells=ALL.cells, departments=("nobody",)))
        with pytest.raises(Forbidden):
            judge(connection, "S1", marks, stranger, now, "measured")


def test_a_resource_that_is_not_there_is_told_so(house):
    with house.engine.connect() as connection, pytest.raises(UnknownThing):
        resource_row(connection, "ledger:nothing", ALL, house.clock.now())
