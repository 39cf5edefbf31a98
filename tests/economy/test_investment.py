"""An investment project goes from lead to production, one stage at a time, and every move is kept with its reason."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.commands.investment import move_project, ways_on
from data.economy.words import DROPPED, STAGES
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.investment import ORDER, answer, listed
from data.queries.project_file import project_file
from data.scope import Scope
from data.view import View
from tests.economy.conftest import ALL, CLERK, NOW


def move(connection, known, to, *, code="PR1", seq=1, actor=CLERK, scope=ALL, reason="洽谈"):
    return move_project(connection, known, code, to, actor, scope, NOW, seq=seq, reason=reason)


def test_the_funnel_counts_where_projects_stand_and_how_far_they_came(blank):
    found = answer(blank, View(at=NOW + timedelta(days=30)), ALL)
    rows = {row["stage"]: row for row in found.rows}
    assert [row["n"] for row in found.rows] == [1, 0, 1, 0, 0, 1]
    assert [row["reached"] for row in found.rows] == [3, 2, 2, 1, 1, 1]
    assert (rows["talks"]["conversion"], rows["lead"]["conversion"], rows["lead"]["dwell"]) == (66.7, None, 30)
    assert found.parts["dropped"] == [{"n": 1, "total": 50.0}] and found.parts["projects"] == [{"n": 4, "total": 650.0}]


def test_a_move_is_history_with_who_when_and_why(blank):
    with blank.engine.begin() as connection:
        move(connection, dictionary(connection), "talks")
    one = project_file(blank, "PR1", ALL)
    assert one.stage == "talks"
    (step,) = one.moves
    assert (step["before"], step["after"], step["actor"], step["reason"]) == ("lead", "talks", "惠企专员", "洽谈")


def test_a_past_moment_shows_where_projects_stood_then(blank):
    with blank.engine.begin() as connection:
        move(connection, dictionary(connection), "talks")
    for hours, stages in ((-1, [1, 0, 1]), (1, [0, 1, 1])):
        rows = answer(blank, View(at=NOW + timedelta(hours=hours)), ALL).rows
        assert [row["n"] for row in rows][:3] == stages


def test_who_starts_to_build_has_a_day_of_it(blank):
    with blank.engine.begin() as connection:
        move(connection, dictionary(connection), "started", code="PR2")
    told = {what.code: value for what, value in project_file(blank, "PR2", ALL).seen.values}
    assert told["project.started"] == "2024-07-02"


@pytest.mark.parametrize(
    ("to", "more", "error"),
    [
        ("signed", {}, ThingRefused),
        ("nothing", {}, BadInput),
        ("talks", {"reason": " "}, BadInput),
        ("talks", {"seq": 7}, ThingRefused),
        ("talks", {"code": "PR9"}, UnknownThing),
        ("talks", {"actor": Actor(name="领导", role="leader", scope=ALL)}, Forbidden),
        ("talks", {"scope": Scope(cells=((9, 16),), clearance=2)}, UnknownThing),
    ],
)
def test_moves_that_skip_say_nothing_or_are_not_ones_own_are_refused(connection, known, to, more, error):
    with pytest.raises(error):
        move(connection, known, to, **more)


@given(st.sampled_from((*STAGES, DROPPED, "")))
def test_whatever_the_stage_there_is_a_way_and_none_stays_or_leaps(stage):
    ways = ways_on(stage)
    assert ways and stage not in ways
    if stage in ORDER:
        steps = [abs(ORDER.index(to) - ORDER.index(stage)) for to in ways if to in ORDER]
        assert steps and set(steps) == {1}


def test_projects_are_listed_by_stage_in_any_order(blank):
    rows, _place = listed(blank, View(at=NOW), ALL, "", "total", True)
    assert [row["code"] for row in rows] == ["PR3", "PR2", "PR1", "PR4"]
    assert [row["code"] for row in listed(blank, View(at=NOW), ALL, "signed", "", False)[0]] == ["PR2"]
