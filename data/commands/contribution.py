"""What an event adds to the cube: the one definition behind the upkeep of one event and the rebuild of all."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from data.dwell import BUCKETS, bucket_of
from data.times import day_number, day_start
from data.words import STAGES

Ints = NDArray[np.int64]

MOMENTS = tuple(f"{stage}_at" for stage in STAGES)  # reported_at … rated_at
COUNTS = (*STAGES, "on_time", "rating_sum")  # the measures of event_day, in this order
STAYS = tuple(STAGES)[1:]  # stages one stays in front of
NEVER = -1
# A stay of EDGES[b - 1] whole seconds is the first in bucket b.
EDGES = np.array([bisect_left(range(60 * 2 ** (BUCKETS // 2)), b, key=bucket_of) for b in range(1, BUCKETS)])


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """Row i is event i: its day, what it adds to COUNTS, and the bucket of its stay before each of STAYS (or NEVER)."""

    day: Ints
    counts: Ints
    bucket: Ints


def contribution(moments: Ints, deadline: Ints, rating: Ints) -> Contribution:
    """`moments` has a column for each of MOMENTS in epoch seconds, NEVER where not reached; rating 0 where none."""
    reached = moments != NEVER
    closed = moments[:, MOMENTS.index("closed_at")]
    on_time = (closed != NEVER) & (closed <= deadline)
    stay = moments[:, 1:] - np.maximum.accumulate(moments, axis=1)[:, :-1]
    return Contribution(
        day=day_numbers(moments[:, 0]),
        counts=np.column_stack([reached, on_time, rating]).astype(np.int64),
        bucket=np.where(reached[:, 1:], np.searchsorted(EDGES, stay, side="right"), NEVER),
    )


def day_numbers(seconds: Ints) -> Ints:
    """`data.times.day_number` of many moments at once."""
    if seconds.size == 0:
        return seconds
    first, last = (day_number(datetime.fromtimestamp(s, tz=UTC)) for s in (seconds.min(), seconds.max()))
    starts = [int(day_start(day).timestamp()) for day in range(first, last + 1)]
    return first + np.searchsorted(starts, seconds, side="right") - 1
