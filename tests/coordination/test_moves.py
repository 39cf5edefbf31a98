"""The centre decides, a department objects once, a subject answers; joint visits live and end together."""

import threading
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.commands.coordination_moves import Given, answer, move
from data.commands.coordination_plans import file_plan
from data.coordination.words import MOVES, SUBJECT
from data.errors import BadInput, CockpitError, CoordinationRefused, Forbidden, UnknownThing
from data.life.actor import Actor
from data.queries.coordination_calls import steps_of
from data.queries.coordination_counts import counted
from data.schema import coordination_step
from data.scope import Scope
from tests.blank import blank_house
from tests.coordination.conftest import (
    CENTRE,
    ECOLOGY,
    FIRE,
    INSPECTION,
    NOW,
    TODAY,
    WATER,
    filed,
    plan,
    plant,
    row_of,
    town_of,
)

FIRM = Actor(name="企业-EN1", role="resident", scope=Scope.guest())
KNOWS = Scope(cells=Scope.guest().cells, clearance=1)
LATER = TODAY + timedelta(days=9)


def moved(connection, code, name, actor=CENTRE, **more):
    seq = more.pop("seq", None) or row_of(connection, code)["seq"]
    move(connection, INSPECTION, code, name, actor, Given(seq=seq, **more), NOW)
    return row_of(connection, code)


def told(connection, code, name, tmp_path, **more):
    seq = row_of(connection, code)["seq"]
    answer(connection, INSPECTION, code, name, FIRM, Given(seq=seq, **more), NOW, tmp_path)
    return row_of(connection, code)


def three(connection):
    return [
        filed(connection, who, items=(item,), first=TODAY + timedelta(days=n), last=TODAY + timedelta(days=n + 2))
        for n, (who, item) in enumerate(((FIRE, "fire"), (ECOLOGY, "ecology"), (WATER, "gas")))
    ]


def test_merged_visits_share_a_day_move_together_and_are_done_in_one(connection):
    one, two, three_ = three(connection)
    moved(connection, two, "merge", into=one)
    moved(connection, three_, "merge", into=two, reason="进一次门")
    rows = [row_of(connection, code) for code in (one, two, three_)]
    assert {(row["day"], row["way"], row["state"]) for row in rows} == {(TODAY.toordinal(), "joint", "set")}
    moved(connection, two, "change", day=LATER, reason="企业盘点")
    assert {row_of(connection, code)["day"] for code in (one, two, three_)} == {LATER.toordinal()}
    moved(connection, one, "done", FIRE)
    assert {row_of(connection, code)["state"] for code in (one, two, three_)} == {"done"}
    with pytest.raises(CoordinationRefused):
        moved(connection, two, "done", ECOLOGY)


def test_who_objects_leaves_the_joint_visit_once_and_the_rest_stays(connection):
    one, two, three_ = three(connection)
    moved(connection, two, "merge", into=one)
    moved(connection, three_, "merge", into=one)
    row = moved(connection, one, "object", FIRE, reason="须单独取证")
    assert (row["state"], row["joint_id"], row["objected"]) == ("filed", None, 1)
    left = [row_of(connection, code) for code in (two, three_)]
    assert {one["joint_id"] for one in left} == {min(one["id"] for one in left)}
    moved(connection, one, "merge", into=two)
    with pytest.raises(CoordinationRefused, match="一次异议"):
        moved(connection, one, "object", FIRE, reason="还是不行")
    moved(connection, two, "object", ECOLOGY, reason="人手不足")
    moved(connection, three_, "object", WATER, reason="人手不足")
    assert (row_of(connection, one)["way"], row_of(connection, one)["joint_id"]) == ("site", None)


def test_an_approval_leaves_nothing_to_object_to(connection):
    code = filed(connection)
    moved(connection, code, "approve")
    with pytest.raises(CoordinationRefused, match="一次异议"):
        moved(connection, code, "object", FIRE, reason="不")


def test_departments_are_told_of_a_decision_until_they_have_noted_it(connection):
    code = filed(connection)
    assert moved(connection, code, "cancel", reason="一个月内已查")["news"] == 1
    assert moved(connection, code, "note", FIRE)["news"] == 0
    history = steps_of(connection, row_of(connection, code), KNOWS)
    assert [(one["move"], one["actor"]) for one in history] == [
        ("filed", FIRE.name),
        ("cancel", CENTRE.name),
        ("note", FIRE.name),
    ]
    assert history[1]["reason"] == "一个月内已查"
    assert steps_of(connection, row_of(connection, code), Scope.guest())[1]["reason"] == "***"


def test_a_subject_accepts_asks_for_another_day_and_gives_its_opinion(connection, tmp_path):
    code = filed(connection)
    moved(connection, code, "approve")
    assert told(connection, code, "accept", tmp_path)["answer"] == "accepted"
    row = told(connection, code, "postpone", tmp_path, day=LATER, reason="设备检修")
    assert (row["answer"], row["wished_day"]) == ("postpone", LATER.toordinal())
    with pytest.raises(CoordinationRefused, match="尚未答复"):
        moved(connection, code, "done", FIRE)
    assert moved(connection, code, "change", day=LATER, reason="同意延期")["answer"] == ""
    assert told(connection, code, "opinion", tmp_path, reason="请一次查完")["opinion"] == "请一次查完"
    with pytest.raises(CoordinationRefused, match="没有待答复"):
        moved(connection, code, "keep", reason="不同意")
    with pytest.raises(Forbidden):
        told(connection, code, "cancel", tmp_path, reason="不要来")


@pytest.mark.parametrize(
    ("name", "actor", "error"),
    [
        ("approve", FIRE, Forbidden),
        ("cancel", Actor(name="审计", role="auditor", scope=Scope.guest()), Forbidden),
        ("withdraw", CENTRE, Forbidden),
        ("withdraw", ECOLOGY, UnknownThing),
        ("accept", CENTRE, BadInput),
        ("fly", CENTRE, UnknownThing),
    ],
)
def test_each_move_is_made_by_who_may_alone(connection, name, actor, error):
    code = filed(connection)
    with pytest.raises(error):
        moved(connection, code, name, actor, reason="因为")
    assert row_of(connection, code)["seq"] == 1


def test_the_centre_of_the_town_decides_another_town_does_not_see_it(connection):
    code = filed(connection)
    own = Actor(name="本镇", role="duty_officer", scope=town_of(connection, 1))
    other = Actor(name="邻镇", role="duty_officer", scope=town_of(connection, 20))
    village = Actor(name="村", role="duty_officer", scope=Scope(cells=((1, 2),)))
    with pytest.raises(UnknownThing):
        moved(connection, code, "approve", other)
    with pytest.raises(Forbidden):
        moved(connection, code, "approve", village)
    assert moved(connection, code, "approve", own)["state"] == "set"


@pytest.mark.parametrize(
    ("name", "given_", "words"),
    [
        ("cancel", {}, "理由"),
        ("change", {"reason": "忙"}, "日期"),
        ("change", {"reason": "忙", "day": TODAY - timedelta(days=1)}, "今天"),
        ("change", {"reason": "长" * 501, "day": LATER}, "至多 500"),
        ("merge", {"into": "itself"}, "另一次"),
    ],
)
def test_what_a_move_lacks_is_said(connection, name, given_, words):
    code = filed(connection)
    given_ = given_ | ({"into": code} if given_.get("into") else {})
    with pytest.raises(BadInput, match=words):
        moved(connection, code, name, **given_)


def test_visits_of_two_enterprises_are_not_merged(connection):
    one, two = filed(connection), filed(connection, ECOLOGY, subjects=("enterprise:EN2",), items=("ecology",))
    with pytest.raises(BadInput, match="同一对象"):
        moved(connection, one, "merge", into=two)


def test_of_two_clerks_at_once_one_is_told_that_he_came_second(blank):
    with blank.engine.begin() as connection:
        code = filed(connection)
    outcomes = []

    def decide(name):
        try:
            with blank.engine.begin() as own:
                move(own, INSPECTION, code, name, CENTRE, Given(seq=1, reason="因为"), NOW)
            outcomes.append(name)
        except CoordinationRefused:
            outcomes.append("second")

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("approve", "cancel")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes)[-1] == "second" and len(outcomes) == 2


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    with blank_house("sqlite", tmp_path_factory.mktemp("moves")) as house:
        with house.engine.begin() as connection:
            plant(connection)
        yield house


NAMES = sorted(MOVES)
STEP = st.tuples(st.sampled_from(NAMES), st.integers(0, 4), st.integers(0, 4), st.integers(0, 12))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, max_size=25))
def test_whatever_is_tried_no_visit_is_made_twice_merged_ones_end_together_and_counts_are_a_recount(lasting, steps):
    with lasting.engine.begin() as connection:
        codes = file_plan(
            connection, INSPECTION, plan(subjects=("enterprise:EN1", "enterprise:EN3")), FIRE, NOW, "measured"
        )[1]
        codes += [filed(connection, who, items=(item,)) for who, item in ((ECOLOGY, "ecology"), (WATER, "gas"))]
        codes.append(filed(connection, ECOLOGY, items=("waste",), why="复查"))
        for name, at, into, days in steps:
            _try(connection, name, codes[at], codes[into], TODAY + timedelta(days=days))
            _check(connection, codes)
        engine = SimpleNamespace(connect=lambda: _Same(connection))
        home = SimpleNamespace(engine=engine, settings=lasting.settings, clock=SimpleNamespace(now=lambda: NOW))
        _recount(home, [row_of(connection, code) for code in codes])
        connection.rollback()


class _Same:
    """This very transaction, for who asks the engine for a connection."""

    def __init__(self, connection):
        self.connection = connection

    def __enter__(self):
        return self.connection

    def __exit__(self, *_error):
        return None


def _try(connection, name, code, into, day):
    row = row_of(connection, code)
    given_ = Given(seq=row["seq"], reason="因为", day=day, into=into)
    who = {"990000.emergency": FIRE, "990000.ecology": ECOLOGY, "990000.water": WATER}[row["agency"]]
    actor = CENTRE if MOVES[name].party == "centre" else who
    try:
        with connection.begin_nested():
            if MOVES[name].party == SUBJECT:
                answer(connection, INSPECTION, code, name, FIRM, given_, NOW, None)
            else:
                move(connection, INSPECTION, code, name, actor, given_, NOW)
    except CockpitError:
        return


def _check(connection, codes):
    rows = [row_of(connection, code) for code in codes]
    for row in rows:
        done = select(coordination_step.c.seq).where(
            coordination_step.c.call_id == row["id"], coordination_step.c.move == "done"
        )
        assert len(connection.scalars(done).all()) == (row["state"] == "done")
        assert (row["way"] == "joint") == (row["joint_id"] is not None)
        steps = connection.scalars(
            select(coordination_step.c.seq).where(coordination_step.c.call_id == row["id"]).order_by("seq")
        ).all()
        assert steps == list(range(1, row["seq"] + 1))
    for joint in {row["joint_id"] for row in rows} - {None}:
        those = [row for row in rows if row["joint_id"] == joint]
        assert len(those) > 1 and joint in {row["id"] for row in those}
        assert len({(row["state"], row["day"], row["subject"]) for row in those}) == 1


def _recount(home, rows):
    for by in ("month", "region", "agency"):
        for month in ("2024-07", "2024-08"):
            found = counted(home, INSPECTION, "", Scope.guest(), month, by)
            assert found.total == _plainly([row for row in rows if _month(row) == month])
            if by == "region":
                assert [sum(one[name] for one in found.rows) for name in ("filed", "visits", "joint")] == [
                    found.total[name] for name in ("filed", "visits", "joint")
                ]
            if by == "month":
                told = {one["code"]: one["filed"] for one in found.rows}
                assert all(n == sum(_month(row) == code for row in rows) for code, n in told.items())


def _month(row):
    return f"{date.fromordinal(row['day']):%Y-%m}"


def _plainly(rows):
    done = [row for row in rows if row["state"] == "done"]
    arranged = [row for row in rows if row["state"] in ("set", "done")]
    joined = [row for row in arranged if row["way"] == "joint"]
    return {
        "filed": len(rows),
        "visits": len({row["joint_id"] or f"alone {row['id']}" for row in done if row["way"] != "online"}),
        "joint": len(joined) - len({row["joint_id"] for row in joined}),
        "online": sum(row["way"] == "online" for row in arranged),
        "cancelled": sum(row["state"] == "cancelled" for row in rows),
        "departments": len({row["agency"] for row in done}),
        "subjects": len({row["subject"] for row in done}),
        "invited": 0,
    }
