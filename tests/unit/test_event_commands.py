"""Moves on events: one table says what may be done; whatever is refused leaves nothing behind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from data.commands.codes import LONG, code_of, key_of
from data.commands.events import bring, report
from data.commands.moves import move, retell
from data.errors import BadInput, EventRefused, Forbidden, UnknownThing
from data.life.fold import Step, fold, read
from data.life.moves import MOVES, possible
from data.schema import event, event_history, event_sum, revision
from data.scope import Scope
from data.words import STAGES, STATES
from tests.casework import CLERK, NOON, PUDDLE, city_of_cases

LATER = NOON + timedelta(days=30)
WAY = ("file", "assign", "accept", "answer", "verify", "close", "rate")
NEEDS = {"answer": {"reason": "已疏通"}, "rate": {"rating": 5}}


@pytest.fixture
def connection():
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        yield connection


def act(connection: Connection, one: int, name: str, at: datetime = NOON, role: str = "", **given):
    return move(
        connection, one, name, CLERK[role or MOVES[name].roles[0]], at, LATER, **{**NEEDS.get(name, {}), **given}
    )


def reported(connection: Connection, **more) -> int:
    return report(connection, PUDDLE(**more), CLERK["grid_staff"], LATER)


def go(connection: Connection, one: int, last: str) -> None:
    for name in WAY[: WAY.index(last) + 1]:
        act(connection, one, name)


def row_of(connection: Connection, one: int):
    return connection.execute(select(event).where(event.c.id == one)).one()


def told(connection: Connection, one: int):
    mine = select(event_history).where(event_history.c.event_id == one)
    return connection.execute(mine.order_by(event_history.c.seq)).all()


def test_a_report_gets_the_next_number_of_its_local_day(connection):
    ids = [reported(connection) for _ in range(2)] + [reported(connection, reported_at=NOON + timedelta(hours=12))]
    codes, key = [row_of(connection, one).code for one in ids], key_of(connection)
    assert codes == [code_of(key, "E", day, n, LONG) for day, n in ((739092, 1), (739092, 2), (739093, 1))]


def test_an_event_walks_through_all_stages_and_its_history_says_so(connection):
    one = reported(connection)
    for n, name in enumerate(WAY, start=1):
        act(connection, one, name, NOON + timedelta(minutes=n))
    row = row_of(connection, one)
    assert [step.move for step in told(connection, one)] == ["report", *WAY]
    assert [getattr(row, f"{stage}_at") for stage in STAGES] == [NOON + timedelta(minutes=n) for n in range(8)]
    assert (row.stage, row.rating, row.seq) == ("rated", 5, 8)
    assert row.ended_at == row.closed_at


def test_assigning_takes_the_agency_from_the_responsibility_list_and_keeps_the_reason(connection):
    one = reported(connection)
    go(connection, one, "assign")
    assert (row_of(connection, one).agency, row_of(connection, one).loop) == ("a.grid", "inner")
    assert "权责清单" in told(connection, one)[-1].reason


def test_a_person_may_choose_another_agency_but_only_one_that_exists(connection):
    one = reported(connection)
    go(connection, one, "file")
    with pytest.raises(BadInput):
        act(connection, one, "assign", agency="nobody")
    act(connection, one, "assign", agency="b.town")
    assert (row_of(connection, one).agency, row_of(connection, one).loop) == ("b.town", "outer")


def test_what_no_one_answers_for_waits_for_a_person(connection):
    one = reported(connection, category="dispute", leaf="dispute")
    go(connection, one, "file")
    with pytest.raises(EventRefused, match="权责清单"):
        act(connection, one, "assign")


@pytest.mark.parametrize("stage", STATES)
def test_a_stage_allows_what_the_table_says_and_refuses_the_rest_with_the_reason(connection, stage):
    one = reported(connection)
    life = {"stage": stage} | ({"closed_at": NOON} if stage in ("closed", "rated") else {})
    one = bring(connection, PUDDLE(), life, CLERK["system"], LATER)
    for name in sorted(set(MOVES) - {what.name for what in possible(stage, suspended=False)}):
        if name == "resume":
            continue
        given = {
            ask: {"rating": 3, "hours": 2, "into": 1, "reached": True}.get(ask, "理由") for ask in MOVES[name].asks
        }
        with pytest.raises(EventRefused, match="此时不能"):
            act(connection, one, name, **given)
    assert len(told(connection, one)) == 1


def test_only_the_roles_of_the_table_may_move(connection):
    one = reported(connection)
    with pytest.raises(Forbidden, match="群众不能“立案”"):
        act(connection, one, "file", role="resident")


def test_an_event_outside_the_actors_scope_does_not_exist_for_him(connection):
    one = reported(connection, cell_id=9)
    elsewhere = replace(CLERK["duty_officer"], scope=Scope(cells=((1, 8),)))
    for actor, there in ((elsewhere, one), (CLERK["duty_officer"], 4711)):
        with pytest.raises(UnknownThing, match="没有这个事件"):
            move(connection, there, "file", actor, NOON, LATER)
    with pytest.raises(Forbidden):
        report(connection, PUDDLE(cell_id=9), elsewhere, LATER)


def test_a_move_needs_what_it_asks_for_and_takes_nothing_else(connection):
    one = reported(connection)
    with pytest.raises(BadInput, match="理由"):
        act(connection, one, "reject", reason="  ")
    with pytest.raises(BadInput, match="不需要"):
        act(connection, one, "file", rating=3)
    with pytest.raises(BadInput, match="没有"):
        act(connection, one, "file") and move(connection, one, "explode", CLERK["leader"], NOON, LATER)


@pytest.mark.parametrize("rating", [0, 6, True, 4.5, "5"])
def test_a_rating_is_one_to_five(connection, rating):
    one = reported(connection)
    go(connection, one, "close")
    with pytest.raises(BadInput):
        act(connection, one, "rate", rating=rating)


def test_time_runs_forward_and_not_into_the_future(connection):
    one = reported(connection)
    act(connection, one, "file", NOON + timedelta(hours=1))
    with pytest.raises(EventRefused, match="早于上一步"):
        act(connection, one, "assign", NOON)
    with pytest.raises(BadInput, match="晚于现在"):
        act(connection, one, "assign", LATER + timedelta(minutes=6))
    act(connection, one, "assign", LATER + timedelta(minutes=4))  # a clock a little fast
    with pytest.raises(BadInput, match="晚于现在"):
        reported(connection, reported_at=LATER + timedelta(days=1))


def test_a_late_entry_says_when_it_happened_and_when_it_was_written(connection):
    one = reported(connection)
    act(connection, one, "file", NOON + timedelta(minutes=1))
    step = told(connection, one)[-1]
    assert (step.at, step.recorded_at) == (NOON + timedelta(minutes=1), LATER)


def test_suspending_stops_the_clock_and_resuming_gives_back_what_was_left(connection):
    one = reported(connection)
    go(connection, one, "assign")
    due = row_of(connection, one).deadline_at
    act(connection, one, "suspend", NOON + timedelta(hours=1), reason="等待配件")
    with pytest.raises(EventRefused, match="挂账"):
        act(connection, one, "accept", NOON + timedelta(hours=2))
    act(connection, one, "resume", NOON + timedelta(hours=11))
    assert row_of(connection, one).deadline_at == due + timedelta(hours=10)  # floods run on natural hours


def test_an_overdue_case_stays_overdue_when_it_is_suspended(connection):
    one = reported(connection)
    go(connection, one, "assign")
    due = row_of(connection, one).deadline_at
    act(connection, one, "suspend", due + timedelta(hours=1), reason="等待配件")
    act(connection, one, "resume", due + timedelta(hours=2))
    assert row_of(connection, one).deadline_at == due


def test_who_receives_a_case_first_may_hand_it_back_only_soon(connection):
    early, late = reported(connection), reported(connection)
    for one in (early, late):
        go(connection, one, "assign")
    act(connection, early, "return", NOON + timedelta(minutes=30), reason="不属本单位")
    assert (row_of(connection, early).stage, row_of(connection, early).agency) == ("filed", None)
    assert (row_of(connection, early).first_agency, row_of(connection, early).returned) == ("a.grid", 1)
    with pytest.raises(EventRefused, match="首接负责"):
        act(connection, late, "return", NOON + timedelta(days=3), reason="不属本单位")


def test_a_merged_report_counts_for_the_other_until_it_is_taken_out_again(connection):
    one, other = reported(connection), reported(connection)
    act(connection, other, "merge", into=one, reason="同一处积水")
    assert (row_of(connection, other).stage, row_of(connection, other).into_id) == ("merged", one)
    assert row_of(connection, one).reports == 2
    assert told(connection, one)[-1].move == "absorb"
    act(connection, other, "reopen", reason="不是同一处")
    assert (row_of(connection, other).stage, row_of(connection, other).into_id) == ("filed", None)
    assert row_of(connection, one).reports == 1


def test_nothing_is_merged_into_itself_or_into_what_has_ended(connection):
    one, ended = reported(connection), reported(connection)
    act(connection, ended, "reject", reason="重复拨打")
    for into in (one, ended):
        with pytest.raises(EventRefused):
            act(connection, one, "merge", into=into, reason="同一处")
    for into in (4711, "1", True):
        with pytest.raises(UnknownThing):
            act(connection, one, "merge", into=into, reason="同一处")


def test_a_graver_case_rises_and_can_be_handed_back(connection):
    one = reported(connection)
    due = row_of(connection, one).deadline_at
    with pytest.raises(BadInput):
        act(connection, one, "escalate", grade="C", reason="扩大")
    act(connection, one, "escalate", grade="A", reason="扩大")
    assert (row_of(connection, one).grade, row_of(connection, one).deadline_at > due) == ("A", True)
    act(connection, one, "hand_back", grade="C", reason="已受控")
    assert (row_of(connection, one).grade, row_of(connection, one).deadline_at) == ("C", due)


def test_a_reopened_case_begins_again_with_a_new_deadline(connection):
    one = reported(connection)
    go(connection, one, "rate")
    act(connection, one, "reopen", NOON + timedelta(days=2), reason="又积水")
    row = row_of(connection, one)
    assert (row.stage, row.closed_at, row.rating, row.ended_at, row.agency) == ("filed", None, None, None, None)
    assert row.deadline_at > NOON + timedelta(days=2)
    assert (row.reopened, row.rewound_at) == (1, NOON + timedelta(days=2))


def test_who_is_whistled_for_reports_at_the_place(connection):
    one = reported(connection)
    go(connection, one, "file")
    with pytest.raises(EventRefused):
        act(connection, one, "arrive")
    act(connection, one, "whistle", agency="b.town", reason="需部门到场")
    row = row_of(connection, one)
    assert (row.called_agency, row.called_due_at, row.loop) == ("b.town", NOON + timedelta(minutes=30), "outer")
    act(connection, one, "arrive", NOON + timedelta(minutes=20))
    assert row_of(connection, one).arrived_at == NOON + timedelta(minutes=20)


def test_any_moment_past_can_be_asked_for(connection):
    one = reported(connection)
    for n, name in enumerate(WAY, start=1):
        act(connection, one, name, NOON + timedelta(minutes=n))
    act(connection, one, "reopen", NOON + timedelta(days=1), reason="又积水")
    steps = [Step(seq=s.seq, move=s.move, at=s.at, change=read(s.change)) for s in told(connection, one)]
    then = fold(step for step in steps if step.at <= NOON + timedelta(minutes=6))
    assert (then["stage"], then["closed_at"]) == ("closed", NOON + timedelta(minutes=6))


def test_what_is_brought_keeps_the_life_it_had(connection):
    closed = NOON + timedelta(hours=5)
    one = bring(connection, PUDDLE(), {"closed_at": closed, "rating": None}, CLERK["system"], LATER)
    row = row_of(connection, one)
    assert (row.stage, row.closed_at, row.ended_at) == ("closed", closed, closed)
    for life in ({"stage": "lost"}, {"title": "other"}):
        with pytest.raises(BadInput):
            bring(connection, PUDDLE(), life, CLERK["system"], LATER)


def test_a_sender_may_tell_that_a_brought_event_got_further_until_people_here_move_it(connection):
    one = bring(connection, PUDDLE(), {"stage": "filed", "filed_at": NOON}, CLERK["system"], LATER)
    later = {"filed_at": NOON, "closed_at": NOON + timedelta(hours=5)}
    assert retell(connection, one, later, CLERK["system"], LATER)
    assert not retell(connection, one, later, CLERK["system"], LATER)  # twice is once
    assert not retell(connection, one, {"stage": "filed", "filed_at": NOON}, CLERK["system"], LATER)  # an older word
    row = row_of(connection, one)
    assert (row.stage, row.closed_at, row.reported_at) == ("closed", NOON + timedelta(hours=5), NOON)
    steps = [Step(seq=s.seq, move=s.move, at=s.at, change=read(s.change)) for s in told(connection, one)]
    assert fold(steps)["reported_at"] == NOON
    act(connection, one, "reopen", LATER, reason="未办结")
    assert not retell(connection, one, {**later, "rated_at": LATER, "rating": 5}, CLERK["system"], LATER)


def test_each_command_is_one_revision_and_a_refused_one_is_none(connection):
    revision_of = select(revision.c.n).where(revision.c.topic == "events")
    one = reported(connection)
    before, cube = connection.scalar(revision_of), connection.scalar(select(func.count()).select_from(event_sum))
    with pytest.raises(EventRefused), connection.begin_nested():
        act(connection, one, "close")
    assert connection.scalar(revision_of) == before
    assert connection.scalar(select(func.count()).select_from(event_sum)) == cube
    act(connection, one, "file")
    assert connection.scalar(revision_of) == before + 1


def test_unknown_words_are_refused():
    for name, value in (("source", "telepathy"), ("grade", "Z"), ("provenance", "guessed")):
        with pytest.raises(BadInput):
            PUDDLE(**{name: value})
    with pytest.raises(BadInput):
        PUDDLE(reported_at=datetime(2024, 7, 25, 12, 0))  # noqa: DTZ001
    assert PUDDLE(reported_at=datetime(2024, 7, 25, tzinfo=UTC)).grade == "C"
