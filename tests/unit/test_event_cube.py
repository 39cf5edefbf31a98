"""The cube: kept event by event it equals the cube made anew, and every parent is the sum of its children."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, Engine, Table, create_engine, select, update

from data.commands import cube
from data.commands.contribution import EDGES, MOMENTS, day_numbers
from data.commands.events import BEFORE, REJECTED, EventRefused, Report, advance, report
from data.dwell import bucket_of
from data.schema import event, event_day, event_dwell, metadata, region
from data.times import day_number
from tests.spine import plant_spine

START = datetime(2024, 7, 24, 15, 30, tzinfo=UTC)  # half an hour before local midnight
STEPS = (*BEFORE,)
PUDDLE = Report(
    title="路面积水 32 cm",
    category="flood",
    source="grid",
    grade="C",
    cell_id=3,
    place="一村",
    lon=119.0,
    lat=25.4,
    reported_at=START,
    provenance="simulated",
)


def small_city() -> tuple[Engine, int]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        return engine, plant_spine(connection)


def contents(connection: Connection) -> tuple[list, list]:
    return tuple(
        [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
        for table in (event_day, event_dwell)
    )


def assert_parents_are_sums(connection: Connection, table: Table, parents: dict[int, int], lowest: int) -> None:
    keys = len(table.primary_key.columns)
    rows = {tuple(row[:keys]): Counter(dict(enumerate(row[keys:]))) for row in connection.execute(select(table))}
    sums: dict[tuple, Counter] = {}
    for (here, *rest), n in rows.items():
        if parents[here] is not None:
            sums.setdefault((parents[here], *rest), Counter()).update(n)
    leaves = {key: n for key, n in rows.items() if key not in sums}
    levels = dict(connection.execute(select(region.c.id, region.c.level)).all())
    assert {levels[here] for here, *_ in leaves} <= {lowest}
    assert {key: +n for key, n in rows.items() if key in sums} == {key: +n for key, n in sums.items()}


class Upkeep(RuleBasedStateMachine):
    """Any sequence of reports, steps and corrections."""

    @initialize()
    def found(self) -> None:
        self.engine, self.cells = small_city()
        self.now, self.ids = START, []

    @rule(minutes=st.integers(0, 5_000), cell=st.integers(1, 32), grade=st.sampled_from("SABC"))
    def reported(self, minutes: int, cell: int, grade: str) -> None:
        with self.engine.begin() as connection:
            at = self.now + timedelta(minutes=minutes)
            self.ids.append(
                report(connection, replace(PUDDLE, cell_id=cell, grade=grade, reported_at=at), "网格员-0001")
            )

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), seconds=st.integers(0, 400_000), stage=st.sampled_from(STEPS), rating=st.integers(1, 5))
    def advanced(self, data: st.DataObject, seconds: int, stage: str, rating: int) -> None:
        chosen = data.draw(st.sampled_from(self.ids))
        with self.engine.begin() as connection:
            now = connection.execute(select(event).where(event.c.id == chosen)).mappings().one()
            latest = max(now[name] for name in MOMENTS if now[name])
            legal = BEFORE[stage] == now["stage"]
            at, given = latest + timedelta(seconds=seconds), rating if stage == "rated" else None
            if legal:
                advance(connection, chosen, stage, at, "值班员-001", given)
            else:
                with pytest.raises(EventRefused):
                    advance(connection, chosen, stage, at, "值班员-001", given)

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), cell=st.integers(1, 32))
    def moved(self, data: st.DataObject, cell: int) -> None:
        chosen = event.c.id == data.draw(st.sampled_from(self.ids))
        with self.engine.begin() as connection:
            before = connection.execute(select(event).where(chosen)).mappings().one()
            after = (
                connection.execute(update(event).where(chosen).values(cell_id=cell).returning(event)).mappings().one()
            )
            cube.apply(connection, cube.EventRow.of(before), cube.EventRow.of(after))

    @invariant()
    def kept_equals_made_anew(self) -> None:
        with self.engine.begin() as connection:
            kept = contents(connection)
            cube.rebuild(connection)
            assert contents(connection) == kept

    @invariant()
    def every_parent_is_the_sum_of_its_children(self) -> None:
        with self.engine.connect() as connection:
            parents = dict(connection.execute(select(region.c.id, region.c.parent_id).where(region.c.level <= 4)).all())
            for table, lowest in ((event_day, 4), (event_dwell, 3)):
                assert_parents_are_sums(connection, table, parents, lowest)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()


TestUpkeep = Upkeep.TestCase
TestUpkeep.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_a_stay_falls_into_the_bucket_that_the_histogram_names() -> None:
    for seconds in [*range(700), 3_599, 3_600, 86_400, 2_780_000, 9_000_000]:
        assert int(np.searchsorted(EDGES, seconds, side="right")) == bucket_of(seconds)


def test_many_moments_have_the_same_local_days_as_each_alone() -> None:
    seconds = np.array([int(START.timestamp()) + n * 1_799 for n in range(500)])
    alone = [day_number(datetime.fromtimestamp(s, UTC)) for s in seconds.tolist()]
    assert day_numbers(seconds).tolist() == alone


def test_a_rejected_event_counts_as_reported_only() -> None:
    engine, _ = small_city()
    with engine.begin() as connection:
        one = report(connection, PUDDLE, "网格员-0001")
        advance(connection, one, REJECTED, START + timedelta(minutes=3), "值班员-001")
        days, dwell = contents(connection)
        assert [row[2:4] for row in days] == [(1, 0)] * 4
        assert dwell == []
