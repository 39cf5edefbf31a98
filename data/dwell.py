"""Dwell histogram: 32 buckets of minutes, each √2 wide, so that medians add up across days and regions."""

import math
from collections.abc import Mapping

BUCKETS = 32


def bucket_of(seconds: float) -> int:
    """Bucket of a stay: 0 is under √2 minutes, 31 everything past about 32 days."""
    minutes = seconds / 60
    return 0 if minutes < 1 else min(BUCKETS - 1, int(2 * math.log2(minutes)))


def quantile(histogram: Mapping[int, int], share: float) -> float | None:
    """Minutes below which `share` of the stays lie, interpolated inside its bucket; None when there are none."""
    total = sum(histogram.values())
    if total == 0:
        return None
    left = share * total
    for bucket in sorted(histogram):
        if histogram[bucket] >= left:
            return 2 ** ((bucket + left / histogram[bucket]) / 2)
        left -= histogram[bucket]
    return 2 ** (BUCKETS / 2)
