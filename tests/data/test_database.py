"""Migrations, foreign keys and moments, on both engines."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from data.database import differences
from data.schema import feature_count, house_fact, storm


def test_migrations_give_exactly_the_schema(engine):
    assert differences(engine) == []


def test_foreign_keys_are_on(engine):
    orphan = insert(feature_count).values(region_id=99_999_999, layer="camera", kind="road", grade=0, n=1)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(orphan)


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
