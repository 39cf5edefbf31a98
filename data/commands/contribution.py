"""What an event adds to the cube: the one definition behind the upkeep of one event and the rebuild of all."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.dwell import BUCKETS, bucket_of
from data.life.fold import MOMENTS
from data.life.late import LATE
from data.life.limits import PROMPT
from data.schema.cube import STAYS
from data.times import CITY_ZONE, day_number, day_start
from data.words import LINKS, OPEN_STAGES, STAGES

Ints = NDArray[np.int64]

NEVER = -1
OTHER = (
    "restarted_at",
    "deadline_at",
    "suspended_at",
    "ended_at",
    "rating",
    "visited",
    "returned",
    "reopened",
    "supervised",
    *LATE,
)
# A stay of EDGES[b - 1] whole seconds is the first in bucket b.
EDGES = np.array([bisect_left(range(60 * 2 ** (BUCKETS // 2)), b, key=bucket_of) for b in range(1, BUCKETS)])
_LINK_COLUMNS = [tuple(STAGES).index(link) for link in LINKS]
_AT = {stage: n for n, stage in enumerate(STAGES)}
SATISFIED = 4  # of five


@dataclass(frozen=True, kw_only=True)
class Lived:
    """Row i is event i. `moments` has a column for each of MOMENTS in epoch seconds; NEVER where there is none."""

    moments: Ints
    other: Mapping[str, Ints]  # OTHER; NEVER where there is none
    rejected: NDArray[np.bool_]
    merged: NDArray[np.bool_]
    standing: Ints  # position among OPEN_STAGES of where it is now; NEVER where it has ended

    @property
    def reported(self) -> Ints:
        return self.moments[:, 0]


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """For each event what it adds to MEASURES, and the bucket of its stay before each of STAYS (or NEVER)."""

    counts: Ints
    bucket: Ints


def contribution(events: Lived) -> Contribution:
    """The measures in the order of `data.schema.cube.MEASURES`."""
    at, other = events.moments, events.other
    known = at != NEVER
    # Who tells of a closed case only when it was closed, tells also that it had been through the stages before.
    reached = np.logical_or.accumulate(known[:, ::-1], axis=1)[:, ::-1]
    assigned, answered, closed = (at[:, _AT[stage]] for stage in ("assigned", "answered", "closed"))
    more = (
        events.rejected,
        events.merged,
        known[:, _AT["assigned"]],
        known[:, _AT["answered"]],
        known[:, _AT["assigned"]] & (assigned - at[:, 0] <= PROMPT),
        known[:, _AT["answered"]] & (answered <= other["deadline_at"]),
        known[:, _AT["closed"]] & (closed <= other["deadline_at"]),
        other["rating"] >= SATISFIED,
        other["visited"] != NEVER,
        other["visited"] == 1,
        *(other[name] for name in ("returned", "reopened", "supervised")),
        np.maximum(other["rating"], 0),
        (events.standing != NEVER) & (other["suspended_at"] != NEVER),
        *(events.standing == n for n in range(len(OPEN_STAGES))),
        *(np.maximum(other[name], 0) for name in LATE),
    )
    return Contribution(counts=np.column_stack([reached, *more]).astype(np.int64), bucket=_buckets(events))


def standing(stages: NDArray[Any]) -> Ints:
    """Where events at these stages stand, as `Lived` has it."""
    return np.select([stages == stage for stage in OPEN_STAGES], range(len(OPEN_STAGES)), NEVER)


def _buckets(events: Lived) -> Ints:
    """Stays are measured from the link before, where that is known; after a reopening, from then at the earliest."""
    links = events.moments[:, _LINK_COLUMNS]
    since = np.maximum.accumulate(links, axis=1)[:, :-1]
    again = events.other["restarted_at"][:, None]
    reached = links[:, 1:]
    since = np.where((again != NEVER) & (again <= reached), np.maximum(since, again), since)
    stay = np.maximum(reached - since, 0)
    known = (reached != NEVER) & (links[:, :-1] != NEVER)
    return np.where(known, np.searchsorted(EDGES, stay, side="right"), NEVER)


def day_numbers(seconds: Ints) -> Ints:
    """`data.times.day_number` of many moments at once."""
    if seconds.size == 0:
        return seconds
    first, starts = _days(seconds)
    return first + np.searchsorted(starts, seconds, side="right") - 1


def hours(seconds: Ints) -> Ints:
    """The local hour of day, 0..23, of many moments at once."""
    if seconds.size == 0:
        return seconds
    first, starts = _days(seconds)
    return np.minimum((seconds - starts[np.searchsorted(starts, seconds, side="right") - 1]) // 3600, 23)


def months(days: Ints) -> Ints:
    """The ordinal of the first of each day's month."""
    if days.size == 0:
        return days
    first, last = int(days.min()), int(days.max())
    table = np.array([datetime.fromordinal(day).replace(day=1).toordinal() for day in range(first, last + 1)])
    return table[days - first]


def _days(seconds: Ints) -> tuple[int, Ints]:
    """(number of the first day, the moment each day since then began)."""
    if seconds.size == 1:  # one event at a time is the common case
        day = datetime.fromtimestamp(int(seconds[0]), CITY_ZONE).toordinal()
        return day, np.array([int(day_start(day).timestamp())])
    first, last = (day_number(datetime.fromtimestamp(int(s), UTC)) for s in (seconds.min(), seconds.max()))
    return first, np.array([int(day_start(day).timestamp()) for day in range(first, last + 1)])


__all__ = [
    "EDGES",
    "MOMENTS",
    "NEVER",
    "OTHER",
    "STAYS",
    "Contribution",
    "Lived",
    "contribution",
    "day_numbers",
    "hours",
    "months",
    "standing",
]
