"""When something is due again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadInput
from data.life.worktime import is_working_day
from data.times import local
from data.timing import Timing, timing_of

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
TIMINGS = st.builds(
    Timing,
    every=st.sampled_from(("day", "week", "month")),
    minute=st.integers(0, 1439),
    day=st.just(1),
    working=st.booleans(),
) | st.builds(Timing, every=st.just("month"), minute=st.integers(0, 1439), day=st.integers(1, 31))


@given(TIMINGS, MOMENTS)
def test_the_next_time_is_later_on_the_clock_that_was_set_and_on_a_working_day_where_that_was_asked(timing, now):
    found = timing.after(now)
    assert found > now
    here = local(found)
    assert here.hour * 60 + here.minute == timing.minute
    assert not timing.working or is_working_day(here.date())


@given(TIMINGS, MOMENTS, st.integers(0, 40 * 24 * 60))
def test_nothing_is_due_twice_and_nothing_between_is_left_out(timing, now, minutes):
    found = timing.after(now)
    later = now + timedelta(minutes=minutes)
    assert timing.after(later) == found if later < found else timing.after(later) > found


def test_a_monday_off_gives_way_to_the_next_day_that_is_worked():
    weekly = Timing(every="week", minute=8 * 60, day=1, working=True)
    before = datetime(2024, 9, 30, 4, tzinfo=UTC)  # 30 September was worked, 1 to 7 October were not
    assert f"{local(weekly.after(before)):%m-%d %H:%M}" == "10-08 08:00"


def test_the_last_day_of_a_short_month_stands_for_the_days_it_lacks():
    monthly = Timing(every="month", day=31)
    assert f"{local(monthly.after(datetime(2025, 2, 3, tzinfo=UTC))):%m-%d}" == "02-28"


def test_never_is_never_and_nonsense_is_refused():
    assert Timing().after(datetime(2025, 2, 3, tzinfo=UTC)) is None
    for wrong in ({"every": "hour"}, {"minute": 1440}, {"every": "week", "day": 8}):
        with pytest.raises(BadInput):
            Timing(**wrong)
    weekly = Timing(every="week", minute=485, day=3, working=True)
    assert timing_of(weekly.json()) == weekly
