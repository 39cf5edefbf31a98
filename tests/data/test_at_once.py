"""Many write at the same time: exactly one wins, the others are told why, and nothing is lost or counted twice."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from data.commands import cube
from data.commands.codes import LONG, code_of, key_of
from data.commands.events import report
from data.commands.moves import move
from data.engine import writing
from data.errors import CockpitError, EventRefused
from data.intake.record import Record
from data.intake.taking import take
from data.schema import event, event_external, event_history, event_number, revision
from data.times import day_number
from tests.blank import blank_house
from tests.casework import CLERK, CUBE, NOON, PUDDLE, cube_contents
from tests.conftest import ENGINES
from tests.spine import CITY

THREADS = 6


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    postgres = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with blank_house(request.param, tmp_path, postgres) as house:
        yield house.engine


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each of the threads got, or was refused with."""
    ready = Barrier(THREADS)

    def one(n: int) -> Any:
        ready.wait()
        try:
            return work(n)
        except CockpitError as error:
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def n_of(connection, table, *where) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(*where))


def assert_cube_is_made_anew(engine) -> None:
    with writing(engine) as connection:
        kept = cube_contents(connection)
        cube.rebuild(connection)
        assert cube_contents(connection) == kept


@pytest.mark.parametrize("begin", [writing, lambda engine: engine.begin()], ids=["in turn", "each by itself"])
def test_of_many_who_make_one_move_one_does_and_the_others_are_told_why(engine, begin):
    with writing(engine) as connection:
        one = report(connection, PUDDLE(), CLERK["resident"], NOON)

    def file(_n):
        with begin(engine) as connection:
            return move(connection, one, "file", CLERK["duty_officer"], NOON, NOON)["seq"]

    got = at_once(file)
    refused = [answer for answer in got if isinstance(answer, EventRefused)]
    assert (got.count(2), len(refused)) == (1, THREADS - 1)
    with engine.connect() as connection:
        assert all(connection.scalar(select(event.c.code)) in str(error) for error in refused)
        assert n_of(connection, event_history, event_history.c.move == "file") == 1
    assert_cube_is_made_anew(engine)


def test_different_moves_on_one_event_follow_one_another_or_are_refused(engine):
    """Whatever the order, the history has no gap and no step that the table does not allow."""
    with writing(engine) as connection:
        one, other = (report(connection, PUDDLE(), CLERK["resident"], NOON) for _ in range(2))
    names = [("merge", {"into": other, "reason": "同一处"}), ("reject", {"reason": "误报"}), ("file", {})] * 2

    def act(n):
        name, given = names[n]
        with writing(engine) as connection:
            return move(connection, one, name, CLERK["duty_officer"], NOON, NOON, **given)["stage"]

    done = [answer for answer in at_once(act) if not isinstance(answer, EventRefused)]
    assert 1 <= len(done) <= 2
    with engine.connect() as connection:
        steps = connection.execute(select(event_history).where(event_history.c.event_id == one)).all()
        row = connection.execute(select(event).where(event.c.id == one)).one()
    assert [step.seq for step in steps] == list(range(1, 2 + len(done)))
    assert row.seq == len(steps)
    assert_cube_is_made_anew(engine)


def test_of_many_who_send_one_number_one_is_created_and_the_others_hear_of_it(engine):
    record = Record(title="积水", category="flood", source="hotline", region=CITY, reported_at=NOON, external_id="7")

    def send(_n):
        with writing(engine) as connection:
            return take(connection, record, origin="热线", actor=CLERK["system"], now=NOON)

    got = at_once(send)
    assert sorted(one.outcome for one in got) == ["created"] + ["known"] * (THREADS - 1)
    assert len({(one.event_id, one.code) for one in got}) == 1
    with engine.connect() as connection:
        assert n_of(connection, event) == n_of(connection, event_external) == 1
    assert_cube_is_made_anew(engine)


def test_many_threads_write_without_losing_a_number_or_waiting_in_vain(engine):
    each = 12

    def work(n):
        for k in range(each):
            with writing(engine) as connection:
                one = report(connection, PUDDLE(cell_id=1 + n), CLERK["resident"], NOON)
            if k % 2:
                with writing(engine) as connection:
                    move(connection, one, "file", CLERK["duty_officer"], NOON, NOON)
        return "done"

    assert at_once(work) == ["done"] * THREADS
    with engine.connect() as connection:
        key = key_of(connection)
        codes = connection.scalars(select(event.c.code).order_by(event.c.code)).all()
        assert codes == sorted(code_of(key, "E", 739092, n, LONG) for n in range(1, THREADS * each + 1))
        assert n_of(connection, event_history) == THREADS * each * 3 // 2
        assert connection.scalar(select(revision.c.n).where(revision.c.topic == "events")) == THREADS * each * 3 // 2
    assert_cube_is_made_anew(engine)


def everything(connection) -> list[Any]:
    kept = (event, event_history, event_number, event_external, revision, *CUBE)
    return [[tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))] for table in kept]


def test_what_fails_halfway_leaves_nothing(engine):
    """Reported, moved, merged, brought by a file: all of it in one transaction that ends badly."""
    with writing(engine) as connection:
        one = report(connection, PUDDLE(), CLERK["resident"], NOON)
    with engine.connect() as connection:
        before = everything(connection)
    record = Record(title="积水", category="flood", source="hotline", region=CITY, reported_at=NOON, external_id="7")
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        other = report(connection, PUDDLE(), CLERK["resident"], NOON)
        take(connection, record, origin="热线", actor=CLERK["system"], now=NOON)
        move(connection, other, "merge", CLERK["duty_officer"], NOON, NOON, into=one, reason="同一处")
        move(connection, one, "file", CLERK["duty_officer"], NOON, NOON)
        raise ZeroDivisionError
    with engine.connect() as connection:
        assert everything(connection) == before


KILLED = """
import os, sys
from data.commands.events import report
from data.commands.moves import move
from data.engine import make_engine, writing
from tests.casework import CLERK, NOON, PUDDLE
from data.commands.codes import LONG, code_of, key_of
with writing(make_engine(sys.argv[1])) as connection:
    one = report(connection, PUDDLE(), CLERK["resident"], NOON)
    move(connection, one, "file", CLERK["duty_officer"], NOON, NOON)
    os._exit(9)
"""


def test_a_process_killed_halfway_leaves_nothing_and_the_next_one_goes_on(engine):
    with engine.connect() as connection:
        before = everything(connection)
    url = engine.url.render_as_string(hide_password=False)
    assert subprocess.run([sys.executable, "-c", KILLED, url], check=False).returncode == 9
    with engine.connect() as connection:
        assert everything(connection) == before
    with writing(engine) as connection:
        report(connection, PUDDLE(reported_at=NOON + timedelta(minutes=1)), CLERK["resident"], NOON)
        assert connection.scalar(select(event_number.c.n).where(event_number.c.day == day_number(NOON))) == 1
