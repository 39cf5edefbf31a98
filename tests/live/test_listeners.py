"""How word of a commit comes from other processes, each way by itself; and what a lost word costs."""

from datetime import UTC, datetime
from functools import partial
from threading import Event, Thread

import pytest
from sqlalchemy import insert

from data.commands.revisions import bump
from data.engine import make_engine
from data.live.bell import bell
from data.live.listeners import by_redis, lasting, listen, publish
from data.queries.revisions import HOUSE
from data.schema import metadata, revision
from tests.conftest import toy_settings

SOON = 3.0  # seconds


@pytest.fixture
def other(database_url):
    """Another engine on the same database, as another process has it."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def _woken(engine, settings):
    woken = Event()
    listen(engine, settings, woken.set)
    assert woken.wait(SOON)  # at first it looks in any case
    woken.clear()
    return woken


def test_a_commit_of_another_process_wakes_us_and_a_rollback_does_not(engine, other, database_url, toy_dir):
    woken = _woken(engine, toy_settings(toy_dir, database_url))
    with other.connect() as connection:
        bump(connection, "videos")
        connection.rollback()
    assert not woken.wait(0.6)
    with other.begin() as connection:
        bump(connection, "videos")
        assert not woken.wait(0.6)
    assert woken.wait(SOON)


def test_redis_carries_word_between_houses_of_one_database_only(engine, other, stranger, redis_url, toy_dir):
    ours, theirs = Event(), Event()
    for here, woken in ((engine, ours), (stranger, theirs)):
        Thread(target=lasting, args=("test", partial(by_redis, here, redis_url, woken.set)), daemon=True).start()
        assert woken.wait(SOON)
        woken.clear()
    publish(other, toy_settings(toy_dir, str(other.url), redis_url=redis_url))
    with other.begin() as connection:
        bump(connection, "videos")
    assert ours.wait(SOON)
    assert not theirs.wait(0.3)


@pytest.fixture
def stranger(tmp_path):
    """A database of another house."""
    engine = make_engine(f"sqlite:///{tmp_path / 'stranger.db'}")
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(revision).values(topic=HOUSE, n=7, changed_at=datetime.now(UTC)))
    yield engine
    engine.dispose()


def test_the_bell_rings_once_the_commit_is_done_and_never_for_what_is_undone(engine):
    rung, inside = [], []
    bell(engine).listeners.append(lambda: rung.append(1))
    with engine.begin() as connection:
        bump(connection, "videos")
        inside += rung
    assert (inside, len(rung)) == ([], 1)
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        bump(connection, "videos")
        1 / 0  # noqa: B018
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
    assert len(rung) == 1
