"""Working time: real holidays, real make-up days, and a clock whose two directions agree."""

from datetime import UTC, date, datetime, timedelta
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInput
from data.life.worktime import add, add_many, between, between_many, calendar_known, is_working_day

MOMENTS = st.integers(1_000_000_000, 2_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
SECONDS = st.integers(0, 400 * 3600)
CLOCK = st.sampled_from(["working", "natural"])


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize("day", range(1, 8))
def test_national_day_is_off(day):
    assert not is_working_day(date(2024, 10, day))


def test_a_make_up_sunday_is_worked_and_a_plain_sunday_is_not():
    assert is_working_day(date(2024, 9, 29)) and is_working_day(date(2024, 10, 12))
    assert not is_working_day(date(2024, 9, 22))
    assert is_working_day(date(2024, 7, 25))


def test_outside_the_published_years_monday_to_friday_are_worked():
    assert calendar_known(date(2024, 1, 1)) and not calendar_known(date(2099, 1, 1))
    assert is_working_day(date(2099, 10, 1)) and not is_working_day(date(2099, 10, 3))  # a Thursday, a Saturday


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2024-07-25T09:00", 2, "2024-07-25T11:00"),
        ("2024-07-25T11:00", 2, "2024-07-25T15:30"),  # over noon
        ("2024-07-25T17:00", 2, "2024-07-26T09:30"),  # over night
        ("2024-07-25T23:30", 7, "2024-07-26T18:00"),  # a whole day ends in the evening, not the next morning
        ("2024-07-26T17:00", 2, "2024-07-29T09:30"),  # over a weekend
        ("2024-09-30T17:00", 2, "2024-10-08T09:30"),  # over National Day
        ("2024-09-28T10:00", 7, "2024-09-29T18:00"),  # a Saturday off, a Sunday worked
    ],
)
def test_working_hours_pass_only_while_people_work(start, hours, end):
    assert add(at(start), hours * 3600, "working") == at(end)
    assert between(at(start), at(end), "working") == hours * 3600


def test_natural_time_is_plain():
    assert add(at("2024-10-01T23:00"), 7200, "natural") == at("2024-10-02T01:00")
    assert between(at("2024-10-01T23:00"), at("2024-10-02T01:00"), "natural") == 7200


@given(MOMENTS, SECONDS, CLOCK)
def test_what_was_added_lies_between(start, seconds, clock):
    end = add(start, seconds, clock)
    assert between(start, end, clock) == seconds and end >= start


@given(MOMENTS, SECONDS, SECONDS, CLOCK)
def test_adding_in_two_steps_is_adding_at_once(start, one, two, clock):
    assert add(add(start, one, clock), two, clock) == add(start, one + two, clock)


@given(MOMENTS, MOMENTS, CLOCK)
def test_time_between_is_antisymmetric_and_never_more_than_the_wall_clock(a, b, clock):
    passed = between(a, b, clock)
    assert passed == -between(b, a, clock)
    assert abs(passed) <= abs(b - a).total_seconds() and (passed == 0 or (passed > 0) == (b > a))


@given(st.lists(st.tuples(MOMENTS, SECONDS, CLOCK), min_size=1, max_size=20))
def test_many_at_once_give_what_one_by_one_gives(cases):
    starts = np.array([int(start.timestamp()) for start, _, _ in cases])
    seconds = np.array([seconds for _, seconds, _ in cases])
    working = np.array([clock == "working" for _, _, clock in cases])
    ends = add_many(starts, seconds, working)
    assert ends.tolist() == [int(add(*case).timestamp()) for case in cases]
    assert between_many(starts, ends, working).tolist() == seconds.tolist()


def test_moments_outside_the_calendar_are_refused():
    for start in (datetime(1950, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)):
        with pytest.raises(BadInput):
            add(start, 3600, "working")
    with pytest.raises(BadInput):
        add(datetime(2100, 12, 30, tzinfo=UTC), 400 * 3600, "working")


def test_nothing_to_add_to_none_is_none():
    none = np.array([], dtype=np.int64)
    assert add_many(none, none, none.astype(bool)).size == between_many(none, none, none.astype(bool)).size == 0


def test_a_million_deadlines_take_less_than_a_second_and_one_takes_microseconds():
    starts = 1_700_000_000 + 30 * np.arange(1_000_000)
    begun = process_time()
    add_many(starts, np.full(len(starts), 50_000), np.ones(len(starts), dtype=bool))
    assert process_time() - begun < 1
    now = at("2024-07-25T09:00")
    begun = process_time()
    for n in range(1000):
        add(now + timedelta(minutes=n), 50_000, "working")
    assert (process_time() - begun) / 1000 < 0.0005  # about 30 µs on a free core
