"""Migrations, foreign keys and moments, on both engines."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from data.database import MIGRATIONS, NEWEST, differences
from data.demo.events_store import clear
from data.schema import event_history, feature_count, house_fact, storm


def test_migrations_give_exactly_the_schema(engine):
    assert differences(engine) == []


def test_the_newest_file_is_the_last_migration():
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == NEWEST


def test_foreign_keys_are_on(engine):
    orphan = insert(feature_count).values(region_id=99_999_999, layer="camera", kind="road", grade=0, n=1)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(orphan)


@pytest.mark.parametrize(
    "act", [update(event_history).values(reason="x"), delete(event_history)], ids=["change", "remove"]
)
def test_the_database_itself_keeps_the_steps_of_events(engine, act):
    whole = select(func.count(), func.count(event_history.c.reason)).select_from(event_history)
    with engine.connect() as connection:
        before = connection.execute(whole).one()
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(act)
    with engine.connect() as connection:
        assert connection.execute(whole).one() == before


def test_a_demo_is_thrown_away_with_its_steps(engine):
    with engine.begin() as connection:
        clear(connection)
        assert connection.scalar(select(func.count()).select_from(event_history)) == 0


def test_a_moment_keeps_its_instant_and_a_naive_one_is_refused(engine):
    there = datetime(2024, 7, 25, 15, 42, tzinfo=timezone(timedelta(hours=8)))
    row = dict(
        track_id="x", season=2024, name="", nearest_km=1, nearest_at=there, source="", first_at=there, last_at=there
    )
    with engine.begin() as connection:
        connection.execute(insert(storm).values(row))
        found = connection.scalar(select(storm.c.first_at).where(storm.c.track_id == "x"))
    assert found == datetime(2024, 7, 25, 7, 42, tzinfo=UTC)
    with pytest.raises(Exception, match="offset"), engine.begin() as connection:
        connection.execute(insert(storm).values(row | {"track_id": "y", "first_at": datetime(2024, 7, 25)}))


def test_a_failed_transaction_leaves_nothing(engine):
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        connection.execute(insert(house_fact).values(key="half", value="written"))
        raise ZeroDivisionError
    with engine.connect() as connection:
        assert connection.scalar(select(house_fact.c.value).where(house_fact.c.key == "half")) is None
