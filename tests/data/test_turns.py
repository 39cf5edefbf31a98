"""Brief commands share a commit on SQLite: each is as durable as alone, and none pays for another's fault."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from sqlalchemy import func, select

from data.commands.events import report
from data.commands.moves import move
from data.commands.staging import staged
from data.engine import briefly, writing
from data.errors import EventRefused
from data.schema import event, event_history
from data.turns import turns
from tests.blank import blank_house
from tests.casework import CLERK, NOON, PUDDLE
from tests.data.test_at_once import assert_cube_is_made_anew, at_once

GUEST = CLERK["resident"]


@pytest.fixture
def engine(tmp_path):
    with blank_house("sqlite", tmp_path, None) as house:
        yield house.engine


def reports(engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(event)) or 0


def in_another_thread(engine, work):
    """Starts it and waits until it stands in the queue."""
    future = ThreadPoolExecutor(1).submit(work)
    while not turns(engine).waiting and not future.done():
        sleep(0.01)
    return future


def test_whoever_returns_has_been_committed(engine):
    def one(_n):
        with briefly(engine) as connection:
            number = report(connection, PUDDLE(), GUEST, NOON)
        with engine.connect() as other:
            return other.scalar(select(event.c.id).where(event.c.id == number)) == number

    assert all(at_once(one))
    assert_cube_is_made_anew(engine)


def test_two_share_a_commit_and_neither_returns_before_it(engine):
    def second():
        with briefly(engine) as connection:
            assert connection.scalar(select(func.count()).select_from(event)) == 1
            return report(connection, PUDDLE(), GUEST, NOON)

    with briefly(engine) as connection:
        report(connection, PUDDLE(), GUEST, NOON)
        future = in_another_thread(engine, second)
        assert reports(engine) == 0
    assert future.result() == 2
    assert reports(engine) == 2


@pytest.mark.parametrize("faulty", ["first", "second"])
def test_what_one_undoes_is_only_its_own(engine, faulty):
    def command(who):
        with briefly(engine) as connection:
            report(connection, PUDDLE(), GUEST, NOON)
            if who == "first":
                futures.append(in_another_thread(engine, lambda: command("second")))
            if who == faulty:
                raise ZeroDivisionError(who)

    futures: list = []
    if faulty == "first":
        with pytest.raises(ZeroDivisionError):
            command("first")
        futures[0].result()
    else:
        command("first")
        with pytest.raises(ZeroDivisionError):
            futures[0].result()
    assert reports(engine) == 1
    assert_cube_is_made_anew(engine)


def test_a_long_writer_does_not_hold_up_what_is_done(engine):
    def long():
        with staged(engine) as connection:
            return report(connection, PUDDLE(), GUEST, NOON)

    with briefly(engine) as connection:
        report(connection, PUDDLE(), GUEST, NOON)
        future = ThreadPoolExecutor(1).submit(long)
        sleep(0.1)
    assert reports(engine) >= 1
    assert future.result() == 2
    with writing(engine) as connection:
        report(connection, PUDDLE(), GUEST, NOON)
    assert reports(engine) == 3


def test_of_many_who_make_one_move_together_one_does(engine):
    with briefly(engine) as connection:
        one = report(connection, PUDDLE(), GUEST, NOON)

    def file(_n):
        with briefly(engine) as connection:
            return move(connection, one, "file", CLERK["duty_officer"], NOON, NOON)["seq"]

    got = at_once(file)
    assert (got.count(2), sum(isinstance(answer, EventRefused) for answer in got)) == (1, len(got) - 1)
    with engine.connect() as connection:
        filed = select(func.count()).where(event_history.c.move == "file")
        assert connection.scalar(filed) == 1
    assert_cube_is_made_anew(engine)
