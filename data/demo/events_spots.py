"""Spots of repeats: in some villages the same trouble comes back at the same place, weeks after it was dealt with."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

SPOTS, TIMES = 24, (3, 6)
BACK, APART = 85 * 86_400, 6 * 86_400  # seconds before the anchor; from one time to the next, at least
NONE = -1


def spots(reported: Ints, anchor: int, first: Ints, leaf: NDArray[np.object_], village: Ints, here: Ints) -> None:
    """Moves events of one kind in one village, days apart, to the place of the first of them; repeats stay theirs."""
    recent = np.flatnonzero((reported > anchor - BACK) & (reported < anchor) & (first == NONE))
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row in recent.tolist():
        groups[str(leaf[row]), int(village[row])].append(row)
    chains = sorted((list(_apart(reported, rows))[: TIMES[1]] for rows in groups.values()), key=lambda rows: -len(rows))
    for rows in chains[:SPOTS]:
        if len(rows) >= TIMES[0]:
            here[rows] = here[rows[0]]


def _apart(reported: Ints, rows: list[int]) -> Iterable[int]:
    """Those that come some days after the one before."""
    last = 0
    for row in rows:
        if reported[row] - last >= APART:
            last = int(reported[row])
            yield row
