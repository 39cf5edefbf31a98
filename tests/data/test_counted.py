"""What moves leave word of is counted exactly once: by whoever reads the cube first, however many read at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event
from time import monotonic

import pytest
from sqlalchemy import func, select

from data.commands import cube
from data.commands.events import report
from data.commands.moves import move
from data.engine import writing
from data.queries import funnel
from data.schema import event_sum, event_uncounted, region
from data.scope import Scope
from data.settings import ROOT
from data.view import View
from tests.blank import blank_house
from tests.casework import CLERK, NOON, PUDDLE, cube_contents
from tests.conftest import ENGINES

READERS = 6


@pytest.fixture(params=ENGINES)
def house(request, tmp_path):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        yield house


def reported(house, **more):
    with writing(house.engine) as connection:
        return report(connection, PUDDLE(**more), CLERK["system"], NOON)


def waiting(engine):
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(event_uncounted))


def counted(engine):
    """Events of the city's days, as the cube has them."""
    with engine.connect() as connection:
        city = select(region.c.id).where(region.c.level == 1, region.c.tree == "spine").scalar_subquery()
        days = (event_sum.c.dim == "all", event_sum.c.grain == "m", event_sum.c.region_id == city)
        return connection.scalar(select(func.coalesce(func.sum(event_sum.c.reported), 0)).where(*days))


def seen(house):
    """Events that the funnel shows a reader."""
    return funnel.answer(house, View(window="today", at=NOON), Scope.guest()).rows


def test_a_reader_sees_every_move_that_was_committed_before_he_asked(house):
    one = reported(house)
    before = seen(house)
    with writing(house.engine) as connection:
        move(connection, one, "file", CLERK["duty_officer"], NOON, NOON)
    assert waiting(house.engine) == 1
    assert seen(house) != before
    assert waiting(house.engine) == 0


def test_however_many_read_at_once_it_is_counted_once(house):
    for _ in range(20):
        reported(house)
    ready = Barrier(READERS)

    def read(_n):
        ready.wait()
        return seen(house)

    with ThreadPoolExecutor(READERS) as pool:
        answers = list(pool.map(read, range(READERS)))
    assert all(one == answers[0] for one in answers)
    assert (waiting(house.engine), counted(house.engine)) == (0, 20)


def test_readers_leave_a_connection_to_count_by(house):
    """More of them than the pool has connections."""
    most = house.engine.pool.size() + house.engine.pool._max_overflow
    reported(house)
    ready = Barrier(most + 1)

    def read(_n):
        ready.wait()
        return seen(house)

    began = monotonic()
    with ThreadPoolExecutor(most + 1) as pool:
        list(pool.map(read, range(most + 1)))
    assert counted(house.engine) == 1
    assert monotonic() - began < house.engine.pool.timeout()


def test_readers_and_writers_at_the_same_time_lose_nothing(house):
    stop = Event()

    def read(_n):
        while not stop.is_set():
            seen(house)

    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read, n) for n in range(2)]
        list(pool.map(lambda _n: reported(house), range(40)))
        stop.set()
        for one in reading:
            one.result()
    seen(house)
    assert counted(house.engine) == 40
    with writing(house.engine) as connection:
        kept = cube_contents(connection)
        cube.rebuild(connection)
        assert cube_contents(connection) == kept


def test_a_command_that_fails_leaves_no_word(house):
    with suppress(ZeroDivisionError), writing(house.engine) as connection:
        report(connection, PUDDLE(), CLERK["system"], NOON)
        raise ZeroDivisionError
    assert waiting(house.engine) == 0


def test_a_count_that_fails_is_made_up_for(house):
    reported(house)
    with suppress(ZeroDivisionError), writing(house.engine) as connection:
        assert cube.count(connection) == 1
        raise ZeroDivisionError
    assert (waiting(house.engine), counted(house.engine)) == (1, 0)
    seen(house)
    assert (waiting(house.engine), counted(house.engine)) == (0, 1)


def test_what_changed_and_changed_back_moves_nothing(house):
    one = reported(house, grade="C")
    seen(house)
    with house.engine.connect() as connection:
        before = cube_contents(connection)
    with writing(house.engine) as connection:
        for grade, name in (("B", "escalate"), ("C", "hand_back")):
            move(connection, one, name, CLERK["duty_officer"], NOON, NOON, grade=grade, reason="复核")
    with writing(house.engine) as connection:
        assert waiting(house.engine) == 2
        assert cube_contents(connection) == before


def test_while_another_writes_for_long_a_reader_is_shown_what_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(cube, "WAIT_S", 0.1)
    with blank_house("sqlite", tmp_path) as house:
        reported(house)
        with writing(house.engine):
            seen(house)
            assert waiting(house.engine) == 1
        seen(house)
        assert counted(house.engine) == 1


FORKED = """
import os, signal
import polars as pl
from data.commands.cube_rebuild import coded_words
pl.Series(["b", "a"] * 50_000).unique().sort()  # as the master does while it seeds
if os.fork() == 0:
    signal.alarm(20)
    codes, words = coded_words(["b", None, "a"])
    os._exit(0 if (codes.tolist(), words) == ([1, -1, 0], ["a", "b"]) else 1)
raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_a_worker_that_was_forked_after_the_city_was_seeded_can_count():
    assert subprocess.run([sys.executable, "-c", FORKED], cwd=ROOT, check=False).returncode == 0
