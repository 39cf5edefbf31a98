"""Medians from histograms."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.dwell import bucket_of, quantile

stays = st.lists(st.floats(60, 30 * 86_400), min_size=1, max_size=200)


def _histogram(seconds):
    buckets, counts = np.unique([bucket_of(each) for each in seconds], return_counts=True)
    return dict(zip(buckets.tolist(), counts.tolist(), strict=True))


@given(stays)
def test_the_median_lies_within_one_bucket_of_the_true_one(seconds):
    true = float(np.quantile(seconds, 0.5, method="inverted_cdf")) / 60
    assert true / 2**0.51 <= quantile(_histogram(seconds), 0.5) <= true * 2**0.51


@given(stays, stays)
def test_histograms_of_two_days_add_up(one, other):
    both = _histogram(one + other)
    first, second = _histogram(one), _histogram(other)
    assert both == {bucket: first.get(bucket, 0) + second.get(bucket, 0) for bucket in first.keys() | second.keys()}


def test_no_stays_have_no_median():
    assert quantile({}, 0.5) is None
