"""The cube: whatever is done with events, it is what their histories tell; every parent is the sum of its children."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, Engine, func, select

from data.commands import cube
from data.commands.contribution import EDGES, day_numbers
from data.commands.events import bring, report
from data.commands.moves import move, retell
from data.dwell import bucket_of
from data.errors import CockpitError
from data.life.fold import FOLDED, MOMENTS, Step, fold, read
from data.life.moves import MOVES
from data.schema import event, event_due, event_dwell, event_history, event_sum, region
from data.times import day_number
from data.words import OPEN_STAGES
from tests.casework import CLERK, PUDDLE, city_of_cases, cube_contents, given_for
from tests.cube_checks import assert_parents_are_sums, assert_the_cube_is_a_plain_recount, held

START = datetime(2024, 7, 31, 15, 30, tzinfo=UTC)  # half an hour before a local midnight that ends a month
LATER = START + timedelta(days=30)
WAY = ("file", "assign", "accept", "answer", "verify", "close", "rate", "visit")


def upkeep(engine: Engine) -> type[RuleBasedStateMachine]:
    """Any sequence of reports and moves, legal or not, on this database."""

    class Upkeep(RuleBasedStateMachine):
        @initialize()
        def found(self) -> None:
            self.now, self.ids, self.seen = START, [], None
            self.connection = engine.connect()
            self.connection.begin()

        @rule(minutes=st.integers(0, 5_000), cell=st.integers(1, 32), grade=st.sampled_from("SABC"))
        def reported(self, minutes: int, cell: int, grade: str) -> None:
            at = START + timedelta(minutes=minutes)
            self.now = max(self.now, at)
            new = PUDDLE(cell_id=cell, grade=grade, reported_at=at)
            self.ids.append(report(self.connection, new, CLERK["system"], self.now))

        @rule(minutes=st.integers(0, 5_000), cell=st.integers(1, 32), stay=st.integers(0, 100_000))
        def brought(self, minutes: int, cell: int, stay: int) -> None:
            at = START + timedelta(minutes=minutes)
            closed = at + timedelta(seconds=stay)
            self.now = max(self.now, closed)
            new = PUDDLE(cell_id=cell, reported_at=at, category="traffic", leaf="traffic")
            self.ids.append(
                bring(self.connection, new, {"filed_at": at, "closed_at": closed}, CLERK["system"], self.now)
            )

        @precondition(lambda self: self.ids)
        @rule(data=st.data(), minutes=st.integers(0, 5_000), last=st.integers(1, len(MOMENTS)))
        def retold(self, data: st.DataObject, minutes: int, last: int) -> None:
            """Its sender tells how far it has got: true or not, news or not."""
            one = data.draw(st.sampled_from(self.ids))
            begun = self.connection.scalar(select(event.c.reported_at).where(event.c.id == one))
            life = {name: begun + timedelta(minutes=n * minutes) for n, name in enumerate(MOMENTS[1:last], 1)}
            self.now = max([self.now, *life.values()])
            retell(self.connection, one, life, CLERK["system"], self.now)

        @precondition(lambda self: self.ids)
        @rule(data=st.data(), seconds=st.integers(0, 90_000), name=st.sampled_from(sorted(MOVES)))
        def moved(self, data: st.DataObject, seconds: int, name: str) -> None:
            chosen = data.draw(st.sampled_from(self.ids))
            self.now += timedelta(seconds=seconds)
            given = given_for(name, data, self.ids)
            with suppress(CockpitError), self.connection.begin_nested():
                move(self.connection, chosen, name, CLERK[MOVES[name].roles[0]], self.now, self.now, **given)

        @precondition(lambda self: self.ids)
        @rule(data=st.data(), name=st.sampled_from(["file", "assign", "accept", "answer", "verify", "close", "reopen"]))
        def went_on(self, data: st.DataObject, name: str) -> None:
            """The usual way, oftener than chance would have it."""
            self.moved(data, 600, name)

        @precondition(lambda self: self.ids)
        @rule(data=st.data(), minutes=st.integers(0, 3_000), last=st.integers(1, len(WAY)))
        def lived(self, data: st.DataObject, minutes: int, last: int) -> None:
            """All the usual way, or a part of it."""
            chosen = data.draw(st.sampled_from(self.ids))
            for name in WAY[:last]:
                self.now += timedelta(minutes=minutes / 10)
                given, actor = given_for(name, data, self.ids), CLERK[MOVES[name].roles[0]]
                with suppress(CockpitError), self.connection.begin_nested():
                    move(self.connection, chosen, name, actor, self.now, self.now, **given)

        @invariant()
        def kept_equals_made_anew_and_a_plain_recount_and_every_parent_is_the_sum_of_its_children(self) -> None:
            if hasattr(self, "connection") and self._changed():
                kept = cube_contents(self.connection)
                cube.rebuild(self.connection)
                assert cube_contents(self.connection) == kept
                rows = held(kept)
                assert_parents_are_sums(self.connection, rows)
                assert_the_cube_is_a_plain_recount(self.connection, self.now, rows)

        @invariant()
        def every_event_is_the_fold_of_its_history(self) -> None:
            if hasattr(self, "connection"):
                assert_events_are_folds(self.connection)

        @invariant()
        def what_is_due_is_what_is_open(self) -> None:
            if hasattr(self, "connection"):
                city = select(region.c.id).where(region.c.level == 1).scalar_subquery()
                n = select(func.coalesce(func.sum(event_due.c.ticking + event_due.c.paused), 0))
                due = self.connection.scalar(n.where(event_due.c.region_id == city, event_due.c.dim == "all"))
                still_open = select(func.count()).where(event.c.stage.in_(OPEN_STAGES))
                assert due == self.connection.scalar(still_open)

        @invariant()
        def only_what_is_open_has_not_ended(self) -> None:
            if hasattr(self, "connection"):
                for row in self.connection.execute(select(event.c.stage, event.c.ended_at)):
                    assert (row.ended_at is None) == (row.stage in OPEN_STAGES)

        def _changed(self) -> bool:
            """Whether anything of what the cube is made of, or of itself, differs from when it was last compared."""
            before = self.seen
            rows = [self.connection.execute(select(table)).all() for table in (event, event_history)]
            self.seen = rows, cube_contents(self.connection)
            return self.seen != before

        def teardown(self) -> None:
            if hasattr(self, "connection"):
                self.connection.rollback()
                self.connection.close()

    return Upkeep


def assert_events_are_folds(connection: Connection) -> None:
    steps: dict[int, list[Step]] = {}
    for row in connection.execute(select(event_history).order_by(event_history.c.event_id, event_history.c.seq)):
        step = Step(seq=row.seq, move=row.move, at=row.at, change=read(row.change))
        steps.setdefault(row.event_id, []).append(step)
    for row in connection.execute(select(event)).mappings():
        folded = fold(steps[row["id"]])
        assert {name: folded[name] for name in FOLDED} == {name: row[name] for name in FOLDED}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_cube_and_the_fold_hold_whatever_is_done(kind: str, request: pytest.FixtureRequest) -> None:
    with city_of_cases(kind, request) as engine:
        run_state_machine_as_test(
            upkeep(engine),
            settings=settings(
                max_examples=20 if kind == "sqlite" else 5,
                stateful_step_count=25 if kind == "sqlite" else 15,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_a_stay_falls_into_the_bucket_that_the_histogram_names() -> None:
    for seconds in [*range(700), 3_599, 3_600, 86_400, 2_780_000, 9_000_000]:
        assert int(np.searchsorted(EDGES, seconds, side="right")) == bucket_of(seconds)


def test_many_moments_have_the_same_local_days_as_each_alone() -> None:
    seconds = np.array([int(START.timestamp()) + n * 1_799 for n in range(500)])
    alone = [day_number(datetime.fromtimestamp(s, UTC)) for s in seconds.tolist()]
    assert day_numbers(seconds).tolist() == alone


def test_an_event_that_changes_agency_leaves_no_empty_rows_behind() -> None:
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        one = report(connection, PUDDLE(reported_at=START), CLERK["system"], START)
        for name, given in (
            ("file", {}),
            ("assign", {"agency": "a.grid"}),
            ("reassign", {"agency": "b.town", "reason": "r"}),
        ):
            move(connection, one, name, CLERK["duty_officer"], START, START, **given)
            cube.count(connection)
        keys = connection.scalars(select(event_sum.c.key).where(event_sum.c.dim == "agency").distinct()).all()
        assert keys == ["b.town"]


def test_a_case_brought_with_its_end_alone_has_been_through_all_links_but_no_one_knows_how_long() -> None:
    with city_of_cases("sqlite") as engine, engine.begin() as connection:
        bring(connection, PUDDLE(reported_at=START), {"closed_at": START + timedelta(days=3)}, CLERK["system"], LATER)
        cube.count(connection)
        city = select(event_sum).join(region, region.c.id == event_sum.c.region_id).where(region.c.level == 1)
        row = connection.execute(city.where(event_sum.c.dim == "all", event_sum.c.grain == "d")).one()
        assert (row.filed, row.assigned, row.handling, row.answered, row.closed, row.rated) == (1, 1, 1, 1, 1, 0)
        assert (row.assigned_known, row.answered_known, row.prompt) == (0, 0, 0)
        assert connection.scalar(select(func.count()).select_from(event_dwell)) == 0
