"""Small charts: round ticks, unbroken promises about gaps, everything inside the area."""

import re

from hypothesis import given
from hypothesis import strategies as st

from components.markup import markup
from components.plots import Plot, axis, series, spread
from components.sparks import spark

FINITE = st.floats(-1e6, 1e6)


@given(FINITE, FINITE)
def test_ticks_enclose_the_values_and_are_few(a, b):
    low, high = min(a, b), max(a, b)
    ticks = axis(low, high)
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert 2 <= len(ticks) <= 6
    assert ticks == sorted(set(ticks))


@given(st.integers(0, 100_000))
def test_ticks_of_counts_are_whole(most):
    assert all(tick.is_integer() for tick in axis(0.0, float(most), most=3, whole=True))


@given(st.integers(0, 400), st.integers(2, 12))
def test_labels_are_few_and_include_the_last(count, most):
    shown = spread(count, most)
    assert len(shown) <= most
    assert shown == sorted(set(shown))
    assert not count or shown[-1] == count - 1


def test_a_line_breaks_where_there_is_no_value():
    drawn = markup(Plot(4, [0, 10], "x").line([1.0, None, 3.0, 4.0], "s").drawn(list("abcd"), 4))
    assert len(re.findall("M", drawn)) == 2


def test_nothing_to_draw_is_no_shape():
    drawn = markup(Plot(0, axis(0, 0), "x").bars([], "s").line([], "s").between([], [], "s").drawn([], 4))
    assert "<path" not in drawn


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
def test_points_stay_inside_their_area(values):
    plot = Plot(len(values), axis(0.0, max(values)), "x")
    assert all(0 <= plot.x(n) <= 100 and -1e-6 <= plot.y(value) <= 100 + 1e-6 for n, value in enumerate(values))


def test_a_column_keeps_its_holes():
    assert series([{"a": 1}, {"a": None}, {"a": 2.5}], "a") == [1.0, None, 2.5]


def test_a_single_value_is_no_sparkline():
    assert spark([1.0]) is None
    assert "--spark" in markup(spark([1.0, 1.0]))
