"""Turns in a case that are easily got wrong: clocks that stood, cases handed on, merged and merged again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.commands.events import bring
from data.commands.moves import retell
from data.errors import BadInput, EventRefused
from data.life.fold import FOLDED, Step, fold, read
from data.schema import event
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases
from tests.unit.test_event_commands import LATER, act, go, reported, row_of, told

HOUR = timedelta(hours=1)


@pytest.fixture
def connection():
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        yield connection


def folds(connection, one) -> bool:
    steps = [Step(seq=s.seq, move=s.move, at=s.at, change=read(s.change)) for s in told(connection, one)]
    row = connection.execute(select(event).where(event.c.id == one)).mappings().one()
    return {name: fold(steps)[name] for name in FOLDED} == {name: row[name] for name in FOLDED}


def test_another_grade_does_not_count_the_time_for_which_the_clock_stood_still_and_keeps_what_was_granted(connection):
    one, other = reported(connection), reported(connection)
    for case in (one, other):
        go(connection, case, "assign")
    for away in (2, 3):  # a new grade has its own time, the two pauses and the two hours granted besides
        act(connection, one, "suspend", NOON + away * HOUR, reason="等待配件")
        act(connection, one, "resume", NOON + away * HOUR + HOUR / 2)
        act(connection, one, "extend", NOON + away * HOUR + HOUR / 2, hours=1, reason="等待配件")
    for case in (one, other):
        act(connection, case, "escalate", NOON + 4 * HOUR, grade="A", reason="扩大")
    paused, plain = row_of(connection, one), row_of(connection, other)
    assert (paused.deadline_at - plain.deadline_at, paused.warn_at - plain.warn_at) == (3 * HOUR, 3 * HOUR)
    act(connection, one, "hand_back", NOON + 4 * HOUR, grade="C", reason="已受控")
    assert row_of(connection, one).deadline_at == NOON + 9 * HOUR
    assert folds(connection, one)


def test_after_a_pause_one_is_warned_as_long_before_the_deadline_as_before_it(connection):
    one = reported(connection)
    go(connection, one, "assign")
    act(connection, one, "extend", hours=10, reason="等待配件")
    before = row_of(connection, one)
    act(connection, one, "suspend", NOON + HOUR, reason="等待配件")
    act(connection, one, "resume", NOON + 2 * HOUR)
    after = row_of(connection, one)
    assert after.deadline_at - after.warn_at == before.deadline_at - before.warn_at


def test_who_gets_a_case_from_another_may_hand_it_back_as_soon(connection):
    one = reported(connection)
    go(connection, one, "assign")
    monday = NOON + timedelta(days=4)
    act(connection, one, "reassign", monday, agency="b.town", reason="不属其职责")
    act(connection, one, "return", monday + HOUR, reason="不属本单位")
    assert row_of(connection, one).stage == "filed"


def test_a_case_brought_without_its_moments_can_be_handed_back(connection):
    one = bring(connection, PUDDLE(), {"stage": "handling"}, CLERK["system"], LATER)
    act(connection, one, "return", NOON, reason="不属本单位")
    assert row_of(connection, one).stage == "filed"


def test_a_report_taken_out_of_a_case_that_was_merged_itself_counts_nowhere_any_more(connection):
    one, two, three = (reported(connection) for _ in range(3))
    act(connection, one, "merge", into=two, reason="同一处")
    act(connection, two, "merge", into=three, reason="同一处")
    assert row_of(connection, three).reports == 3
    with pytest.raises(EventRefused):
        act(connection, three, "merge", into=one, reason="绕成一圈")
    act(connection, one, "reopen", reason="不是同一处")
    act(connection, two, "reopen", reason="不是同一处")
    assert [row_of(connection, case).reports for case in (one, two, three)] == [1, 1, 1]
    assert all(folds(connection, case) for case in (one, two, three))


def test_what_happens_to_the_other_case_of_a_merger_comes_after_its_own_last_step(connection):
    one, other = reported(connection), reported(connection)
    act(connection, other, "file", NOON + 2 * HOUR)
    act(connection, one, "merge", NOON + HOUR, into=other, reason="同一处")
    assert [step.at for step in told(connection, other)] == [NOON, NOON + 2 * HOUR, NOON + 2 * HOUR]


def test_a_sender_cannot_turn_a_closed_case_into_a_rejected_one(connection):
    closed = {"closed_at": NOON + HOUR}
    one = bring(connection, PUDDLE(), closed, CLERK["system"], LATER)
    assert not retell(connection, one, {"stage": "rejected"}, CLERK["system"], LATER)
    assert retell(connection, one, {**closed, "rated_at": NOON + 2 * HOUR, "rating": 4}, CLERK["system"], LATER)
    assert row_of(connection, one).stage == "rated"


def test_a_reason_is_no_essay(connection):
    one = reported(connection)
    with pytest.raises(BadInput, match="过长"):
        act(connection, one, "remark", reason="长" * 2_001)
