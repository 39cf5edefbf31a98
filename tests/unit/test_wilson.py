"""Wilson's interval: the published examples, and what must hold for every sample."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.queries.wilson import wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 25.5, 36.6), (15, 148, 6.2, 16.0), (0, 20, 0.0, 16.1), (1, 29, 0.6, 17.2)],
)
def test_the_examples_of_newcombe_1998(hits, n, low, high):
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3."""
    assert wilson(hits, n) == (low, high)


def test_nothing_has_no_interval():
    assert wilson(0, 0) is None


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_inside_and_more_cases_make_it_narrower(sample):
    hits, n = sample
    low, high = wilson(hits, n)
    assert 0 <= low <= 100 * hits / n + 0.05
    assert 100 * hits / n - 0.05 <= high <= 100
    lower, higher = wilson(10 * hits, 10 * n)
    assert lower >= low - 0.05
    assert higher <= high + 0.05
