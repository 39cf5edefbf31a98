"""Commands on events: legal steps only, one history, one revision each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, create_engine, select

from data.commands.events import EventRefused, Report, advance, report
from data.errors import BadInput
from data.schema import event, event_history, metadata, revision
from tests.spine import plant_spine

NOON = datetime(2024, 7, 25, 4, 0, tzinfo=UTC)
PUDDLE = Report(
    title="路面积水 32 cm",
    category="flood",
    source="grid",
    grade="C",
    cell_id=3,
    place="一村",
    lon=119.0,
    lat=25.4,
    reported_at=NOON,
    provenance="simulated",
)


@pytest.fixture
def connection():
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
        yield connection
    engine.dispose()


def row_of(connection: Connection, event_id: int):
    return connection.execute(select(event).where(event.c.id == event_id)).one()


def test_a_report_gets_the_next_number_of_its_local_day(connection):
    ids = [report(connection, PUDDLE, "网格员-0001") for _ in range(2)]
    ids.append(report(connection, replace(PUDDLE, reported_at=NOON + timedelta(hours=12)), "网格员-0001"))
    codes = [row_of(connection, one).code for one in ids]
    assert codes == ["E20240725-000001", "E20240725-000002", "E20240726-000001"]


def test_an_event_walks_through_all_stages_and_its_history_says_so(connection):
    one = report(connection, PUDDLE, "网格员-0001")
    walk = ("filed", "assigned", "handled", "verified", "closed", "rated")
    for n, stage in enumerate(walk, start=1):
        advance(connection, one, stage, NOON + timedelta(minutes=n), f"值班员-{n:03d}", 5 if stage == "rated" else None)
    told = connection.execute(select(event_history).order_by(event_history.c.seq)).all()
    assert [(row.seq, row.stage) for row in told] == list(enumerate(("reported", *walk), start=1))
    row = row_of(connection, one)
    assert [row.stage, row.rating] == ["rated", 5]
    assert [getattr(row, f"{step.stage}_at") for step in told] == [step.at for step in told]


@pytest.mark.parametrize("stage", ["assigned", "closed", "rejected", "filed"])
def test_a_step_out_of_order_is_refused_and_leaves_no_trace(connection, stage):
    one = report(connection, PUDDLE, "网格员-0001")
    advance(connection, one, "filed", NOON + timedelta(minutes=4), "值班员-001")
    if stage == "assigned":
        advance(connection, one, "assigned", NOON + timedelta(minutes=9), "值班员-001")
    before = row_of(connection, one), connection.execute(select(event_history)).all()
    with pytest.raises(EventRefused, match="E20240725-000001"):
        advance(connection, one, stage, NOON + timedelta(minutes=10), "值班员-001")
    assert (row_of(connection, one), connection.execute(select(event_history)).all()) == before


def test_a_step_before_the_stage_it_follows_is_refused(connection):
    one = report(connection, PUDDLE, "网格员-0001")
    with pytest.raises(EventRefused):
        advance(connection, one, "filed", NOON - timedelta(seconds=1), "值班员-001")


def test_an_unknown_event_is_refused(connection):
    with pytest.raises(EventRefused):
        advance(connection, 4711, "filed", NOON, "值班员-001")


@pytest.mark.parametrize(("stage", "rating"), [("filed", 5), ("rated", None), ("rated", 6), ("vanished", None)])
def test_a_rating_belongs_to_the_rated_stage_alone(connection, stage, rating):
    one = report(connection, PUDDLE, "网格员-0001")
    with pytest.raises(BadInput):
        advance(connection, one, stage, NOON + timedelta(minutes=1), "值班员-001", rating)


@pytest.mark.parametrize("wrong", [{"category": "weather"}, {"grade": "D"}, {"source": "rumour"}])
def test_a_report_with_an_unknown_word_is_refused(wrong):
    with pytest.raises(BadInput):
        replace(PUDDLE, **wrong)


def test_every_command_moves_the_revision_of_events(connection):
    one = report(connection, PUDDLE, "网格员-0001")
    advance(connection, one, "filed", NOON + timedelta(minutes=1), "值班员-001")
    assert connection.scalar(select(revision.c.n).where(revision.c.topic == "events")) == 2
