"""Codes do not count: who sees a few of them learns nothing of how many there are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.commands.codes import (
    KEPT,
    LONG,
    MIDDLE,
    ORDER,
    SHORT,
    code_of,
    codes_of,
    keep_key,
    key_of,
    next_code,
    number_behind,
    tickets,
    turned,
)
from data.commands.dispatch_life import recall
from data.schema import dispatch, room, task
from tests.dispatch.town import DUTY, WALL, do, flood, rows, send

DAY = "D20240725-"
SIDES = (SHORT, MIDDLE, LONG)
KEYS = st.binary(min_size=16, max_size=16)
DAYS = st.integers(738_000, 740_000)


@pytest.mark.parametrize("key", [b"0" * 16, b"1" * 16, bytes(range(16))])
def test_every_number_becomes_another_and_no_two_the_same(key):
    found = [turned(key, DAY, n, SHORT) for n in range(SHORT[0] * SHORT[1])]
    assert sorted(found) == list(range(len(found)))
    steps = {(after - before) % len(found) for before, after in zip(found[:200], found[1:201], strict=True)}
    assert len(steps) > 150  # two of one's own do not say how many lie between them


@given(KEYS, DAYS, st.sampled_from(SIDES), st.sets(st.integers(0, 9_999), min_size=2, max_size=300))
def test_of_one_day_no_two_codes_are_the_same_and_all_are_of_one_shape(key, day, sides, numbers):
    many = np.array(sorted(numbers))
    codes = codes_of(key, "E", [day], np.zeros(len(many), np.int64), many, sides)
    assert len(set(codes)) == len(codes) and len({len(code) for code in codes}) == 1


@given(KEYS, st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9_999_999)), min_size=1, max_size=50))
def test_many_at_once_are_called_as_one_by_one(key, wanted):
    days = [738_000, 738_001, 739_500]
    place, numbers = (np.array(column) for column in zip(*wanted, strict=True))
    alone = [code_of(key, "E", days[where], n, LONG) for where, n in wanted]
    assert codes_of(key, "E", days, place, numbers, LONG) == alone


def test_how_many_lie_between_two_says_nothing_of_how_far_their_codes_are_apart():
    """Over many houses: what comes next, and what comes after a thousand, are as far away as two dice throws."""
    rng = np.random.default_rng(7)
    whole = LONG[0] * LONG[1]
    means = []
    for between in (1, 2, 10, 1_000, 100_000):
        far = []
        for _house in range(400):
            key, n = rng.bytes(16), int(rng.integers(0, 1_000))
            one, other = (turned(key, DAY, number, LONG) for number in (n, n + between))
            far.append(abs(one - other) / whole)
        means.append(np.mean(far))
    assert all(abs(mean - 1 / 3) < 0.05 for mean in means)  # of two throws: a third


def test_another_day_and_another_house_turn_them_otherwise():
    told = {
        tuple(turned(*of, n, LONG) for n in range(1, 9))
        for of in ((b"1" * 16, DAY), (b"2" * 16, DAY), (b"1" * 16, "D20240726-"))
    }
    assert len(told) == 3


def test_a_database_keeps_the_secret_that_it_was_given(lone_house):
    with lone_house.engine.begin() as connection:
        keep_key(connection)
        kept = key_of(connection)
        keep_key(connection, "another")
        assert key_of(connection) == kept


def test_a_ticket_leads_back_to_its_number_and_to_that_of_its_own_kind_alone(lone_house):
    with lone_house.engine.connect() as connection:
        numbers = [1, 2, 3, 99, 12_345, 9_999_999]
        called = tickets(connection, KEPT, numbers)
        assert [number_behind(connection, KEPT, called[n]) for n in numbers] == numbers
        assert all(number_behind(connection, ORDER, called[n]) != n for n in numbers)
        assert number_behind(connection, KEPT, 10**8) == number_behind(connection, KEPT, -1) == 0
        assert tickets(connection, KEPT, []) == {}


def test_codes_of_orders_and_tasks_keep_their_shape_and_stay_what_they_are(lone_house):
    one = flood(lone_house)
    for seq in range(3):
        code = send(lone_house, one, key=str(seq), seq=seq)["code"]
        do(lone_house, recall, code, DUTY, lone_house.clock.now(), WALL)
    codes = [row.code for row in rows(lone_house, dispatch)]
    day = codes[0][:10]
    with lone_house.engine.connect() as connection:
        key = key_of(connection)
    assert codes == [f"{day}{turned(key, day, n, SHORT):04d}" for n in (1, 2, 3)]
    assert {row.code.rpartition("-")[0] for row in rows(lone_house, task)} == set(codes)


def test_a_code_that_is_there_already_is_not_given_again(lone_house):
    """As those of before codes were turned, or of the city that an exercise was copied from."""
    with lone_house.engine.begin() as connection:
        key = key_of(connection)
        first = next_code(connection, room.c.code, "R20240725-")
        again = next_code(connection, room.c.code, "R20240725-")
        assert first == again == f"R20240725-{turned(key, 'R20240725-', 1, SHORT):04d}"
    one = flood(lone_house)
    send(lone_house, one)
    with lone_house.engine.begin() as connection:
        day = rows(lone_house, dispatch)[0].code[:10]
        taken = f"{day}{turned(key, day, 2, SHORT):04d}"
        connection.execute(dispatch.update().values(code=taken))
        assert next_code(connection, dispatch.c.code, day) == f"{day}{turned(key, day, 3, SHORT):04d}"
