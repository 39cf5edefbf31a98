"""Limits: every category and grade has one, danger runs by night, and a warning comes before the deadline."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from data.life.limits import HANDLING_LEVEL, LINK_MINUTES, WARN_SHARE, allowed, deadline, deadlines
from data.life.worktime import between
from data.words import CATEGORIES, GRADES, LINKS

FRIDAY_EVENING = datetime.fromisoformat("2024-07-26T17:00:00+08:00")
KINDS = [(category, grade) for category in (*CATEGORIES, "imported") for grade in GRADES]


def test_danger_runs_on_natural_hours_and_the_rest_on_working_hours():
    clocks = {category: allowed(category, "C")[1] for category in CATEGORIES}
    assert {category for category, clock in clocks.items() if clock == "natural"} == {"flood", "safety", "traffic"}


def test_an_imported_category_has_the_common_limits():
    assert allowed("城乡建设", "C") == allowed("livelihood", "C")


@pytest.mark.parametrize(("category", "grade"), KINDS)
def test_the_warning_comes_after_three_quarters_of_the_time_allowed(category, grade):
    seconds, clock = allowed(category, grade)
    due, warn, same = deadline(FRIDAY_EVENING, category, grade)
    assert clock == same and FRIDAY_EVENING < warn < due
    assert between(FRIDAY_EVENING, due, clock) == seconds
    assert between(FRIDAY_EVENING, warn, clock) == int(seconds * WARN_SHARE)


def test_hours_of_the_responsibility_list_go_first():
    due, warn, clock = deadline(FRIDAY_EVENING, "flood", "C", hours=2)
    assert (due, warn, clock) == (
        FRIDAY_EVENING + timedelta(hours=2),
        FRIDAY_EVENING + timedelta(hours=1.5),
        "natural",
    )
    assert deadline(FRIDAY_EVENING, "sanitation", "C", hours=2)[0] == datetime.fromisoformat("2024-07-29T09:30+08:00")


def test_many_deadlines_are_the_same_as_one_by_one():
    given = [allowed(category, grade) for category, grade in KINDS]
    reported = np.array([int(FRIDAY_EVENING.timestamp()) + 977 * n for n in range(len(KINDS))])
    seconds = np.array([s for s, _ in given])
    due, warn = deadlines(reported, seconds, np.array([clock == "working" for _, clock in given]))
    for n, (category, grade) in enumerate(KINDS):
        one = deadline(FRIDAY_EVENING + timedelta(seconds=977 * n), category, grade)
        assert (due[n], warn[n]) == (one[0].timestamp(), one[1].timestamp())


def test_every_link_that_ends_a_wait_has_a_limit_and_every_grade_a_level():
    assert set(LINK_MINUTES) == set(LINKS) - {"reported", "rated"}
    assert [HANDLING_LEVEL[grade] for grade in GRADES] == [1, 2, 3, 4]
