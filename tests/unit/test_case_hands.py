"""Whose case it is: an agency moves its own, grid staff those of the grid; who received one first keeps it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from data.commands.moves import move
from data.errors import EventRefused, Forbidden
from data.life.actor import Actor
from data.queries.handlers import able, of_grid
from data.schema import event, event_history
from data.scope import EVERY_CELL, Scope
from tests.casework import CLERK, NOON
from tests.unit.test_event_commands import LATER, act, connection, go, reported, row_of

__all__ = ["connection"]
HOUR = timedelta(hours=1)


def of(code: str) -> Actor:
    return Actor(name=code, role="agency", scope=Scope(cells=(EVERY_CELL,), departments=(code,)))


def by(connection: Connection, actor: Actor, one: int, name: str, hours: float = 0, **given):
    at = NOON + timedelta(hours=hours)
    return move(connection, one, name, actor, at, LATER, **given)


def seen(connection: Connection, one: int):
    return connection.execute(select(event).where(event.c.id == one)).mappings().one()


def passed_on(connection: Connection, one: int, actor: Actor, hours: float):
    return by(connection, actor, one, "reassign", hours, agency="b.town", reason="超出权限")


def test_an_agency_that_passes_a_case_on_soon_has_handed_it_back(connection):
    one = reported(connection)
    go(connection, one, "assign")
    passed_on(connection, one, of("a.grid"), 0.5)
    assert (row_of(connection, one).agency, row_of(connection, one).returned) == ("b.town", 1)


def test_an_agency_may_not_pass_on_what_it_may_no_longer_hand_back(connection):
    one = reported(connection)
    go(connection, one, "assign")
    for name, given in (("return", {}), ("reassign", {"agency": "b.town"})):
        with pytest.raises(EventRefused, match="首接负责"):
            by(connection, of("a.grid"), one, name, 72, reason="不属本单位", **given)
    assert (row_of(connection, one).agency, row_of(connection, one).returned) == ("a.grid", 0)


def test_the_duty_officer_may_send_a_case_elsewhere_at_any_time_and_nobody_is_blamed(connection):
    one = reported(connection)
    go(connection, one, "assign")
    passed_on(connection, one, CLERK["duty_officer"], 72)
    assert (row_of(connection, one).agency, row_of(connection, one).returned) == ("b.town", 0)


def test_an_agency_makes_no_moves_of_a_case_that_it_only_had_or_was_called_to(connection):
    one = reported(connection)
    go(connection, one, "assign")
    passed_on(connection, one, CLERK["duty_officer"], 1)
    by(connection, CLERK["duty_officer"], one, "whistle", 1, agency="a.grid", reason="到场")
    for name, given in (("accept", {}), ("return", {"reason": "x"}), ("reassign", {"agency": "a.grid", "reason": "x"})):
        with pytest.raises(Forbidden, match="不由您的单位办理"):
            by(connection, of("a.grid"), one, name, 2, **given)
    by(connection, of("a.grid"), one, "remark", 2, reason="曾由我单位办理")
    by(connection, of("b.town"), one, "accept", 2)
    assert row_of(connection, one).stage == "handling"


def test_only_who_is_whistled_for_reports_at_the_place(connection):
    one = reported(connection)
    go(connection, one, "assign")
    by(connection, CLERK["grid_staff"], one, "whistle", agency="b.town", reason="需部门到场")
    with pytest.raises(Forbidden):
        by(connection, of("a.grid"), one, "arrive")
    by(connection, of("b.town"), one, "arrive")
    assert row_of(connection, one).arrived_at == NOON


def test_grid_staff_handle_what_the_grid_has_even_when_a_department_is_called_but_no_department_s_case(connection):
    inner, outer = reported(connection), reported(connection)
    for one in (inner, outer):
        go(connection, one, "assign")
    by(connection, CLERK["grid_staff"], inner, "whistle", agency="b.town", reason="需部门到场")
    by(connection, CLERK["grid_staff"], inner, "accept")
    passed_on(connection, outer, CLERK["duty_officer"], 1)
    with pytest.raises(Forbidden):
        by(connection, CLERK["grid_staff"], outer, "accept", 1)
    assert (row_of(connection, inner).stage, row_of(connection, outer).stage) == ("handling", "assigned")


@pytest.mark.parametrize(
    ("actor", "moves"),
    [
        (of("a.grid"), {"remark", "accept", "return", "reassign"}),
        (of("b.town"), {"remark", "arrive"}),
        (CLERK["agency"], {"remark", "accept", "return", "reassign", "arrive"}),
        (CLERK["grid_staff"], {"remark", "accept", "return", "whistle"}),
    ],
)
def test_the_moves_offered_are_those_that_would_not_be_refused(connection, actor, moves):
    one = reported(connection)
    go(connection, one, "assign")
    by(connection, CLERK["duty_officer"], one, "whistle", agency="b.town", reason="需部门到场")
    row = seen(connection, one)
    found = able(row, actor.role, actor.scope, grids=of_grid(connection, row))
    assert {one.name for one in found} == moves


@pytest.mark.parametrize("between", [("escalate", "A"), ("hand_back", "C")])
def test_time_that_was_granted_is_kept_when_the_grade_changes(connection, between):
    one = reported(connection)
    name, grade = between
    act(connection, one, "escalate", grade="A" if grade == "C" else "B", reason="扩大")
    begun = row_of(connection, one)
    act(connection, one, "extend", hours=24, reason="待材料")
    act(connection, one, name, grade=grade, reason="再定级")
    back = "hand_back" if name == "escalate" else "escalate"
    act(connection, one, back, grade=begun.grade, reason="复原")
    row = row_of(connection, one)
    assert (row.deadline_at, row.warn_at) == (begun.deadline_at + 24 * HOUR, begun.warn_at + 24 * HOUR)


def test_a_reopened_case_gets_no_time_that_was_granted_before(connection):
    one = reported(connection)
    act(connection, one, "extend", hours=24, reason="待材料")
    go(connection, one, "close")
    act(connection, one, "reopen", NOON + HOUR, reason="又积水")
    begun = row_of(connection, one).deadline_at
    act(connection, one, "escalate", NOON + HOUR, grade="A", reason="扩大")
    act(connection, one, "hand_back", NOON + HOUR, grade="C", reason="已受控")
    assert row_of(connection, one).deadline_at == begun
    assert connection.scalar(select(event_history.c.seq).where(event_history.c.move == "extend")) == 2
