"""The feed: what waits for the clock is applied once, in order, whoever applies it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, Engine, delete, func, select, update

from data.commands import cube
from data.demo.events import seed_events
from data.demo.events_drafts import draft
from data.demo.feed import Feed, apply_due
from data.engine import make_engine
from data.schema import demo_pending, event, event_day, event_dwell, event_history, metadata
from tests.spine import plant_spine

ANCHOR = datetime.fromisoformat("2024-07-25T15:42:00+08:00")
EVENTS = 4_000
SOON = ANCHOR + timedelta(hours=20)
END = ANCHOR + timedelta(days=400)


@pytest.fixture(params=["sqlite", "postgresql"])
def city(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A little city at its anchor, in a database that several threads may use."""
    url = f"sqlite:///{tmp_path / 'feed.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres")
    engine = make_engine(url)
    metadata.create_all(engine)
    with engine.begin() as connection:
        plant_spine(connection)
        seed_events(connection, EVENTS, ANCHOR, 3)
    yield engine
    metadata.drop_all(engine)
    engine.dispose()


def count(engine: Engine, table) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def cube_now(connection: Connection) -> list:
    return [connection.execute(select(table).order_by(*table.primary_key)).all() for table in (event_day, event_dwell)]


def assert_cube_is_true(engine: Engine) -> None:
    with engine.begin() as connection:
        kept = cube_now(connection)
        cube.rebuild(connection)
        assert cube_now(connection) == kept


def test_nothing_is_due_at_the_anchor(city):
    assert apply_due(city, ANCHOR) == 0


def test_two_feeds_at_once_apply_each_step_once(city):
    with ThreadPoolExecutor(2) as pool:
        steps = sum(pool.map(lambda _: apply_due(city, SOON), range(2)))
    with city.connect() as connection:
        after = connection.scalar(select(func.count()).where(event_history.c.at > ANCHOR))
        new = connection.scalars(select(event.c.code).where(event.c.reported_at > ANCHOR).order_by(event.c.code)).all()
        expected = draft(connection, EVENTS, ANCHOR, 3)
    soon = expected.reported <= int(SOON.timestamp())
    assert steps == after > 50
    assert new == [code for code, is_soon in zip(expected.code, soon, strict=True) if is_soon][EVENTS:]
    assert apply_due(city, SOON) == 0
    assert_cube_is_true(city)


def test_when_all_has_come_nothing_is_pending_and_everyone_has_lived_as_drawn(city):
    apply_due(city, END)
    assert count(city, demo_pending) == 0
    with city.connect() as connection:
        lives = draft(connection, EVENTS, ANCHOR, 3).lives
        rows = connection.execute(
            select(event.c.rated_at, event.c.rating).order_by(event.c.reported_at, event.c.id)
        ).all()
    drawn = [None if at < 0 else at for at in lives.moments[:, -1].tolist()]
    assert sorted((r.rated_at and int(r.rated_at.timestamp())) or 0 for r in rows) == sorted(at or 0 for at in drawn)
    assert sum(r.rating or 0 for r in rows) == lives.rating.sum()
    assert_cube_is_true(city)


def test_a_step_somebody_took_already_is_dropped_and_the_case_goes_on(city):
    with city.begin() as connection:
        first = connection.execute(select(demo_pending).order_by(demo_pending.c.at, demo_pending.c.id).limit(1)).one()
        connection.execute(delete(demo_pending).where(demo_pending.c.id != first.id))
        connection.execute(update(event).values(stage="rejected"))
    apply_due(city, END)
    assert count(city, demo_pending) == 0


def test_the_thread_outlives_an_error_and_then_goes_on(city):
    class Clock:
        looks = 0

        def now(self) -> datetime:
            self.looks += 1
            if self.looks == 1:
                raise RuntimeError("the clock stood still")
            return SOON

    feed = Feed(SimpleNamespace(engine=city, clock=Clock()), seconds=0.01)
    feed.start()
    patience = monotonic() + 20
    while count(city, event) == EVENTS and monotonic() < patience:
        sleep(0.05)
    feed.stop()
    feed.join(10)
    assert not feed.is_alive() and count(city, event) > EVENTS
