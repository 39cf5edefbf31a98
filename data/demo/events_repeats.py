"""Repeated reports: the same thing at the same place, reported again by somebody else soon after."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SHARE = 0.02
SOON = (4 * 60, 100 * 60)  # seconds after the first report, evenly
NOTICED = 0.75  # of them are merged when someone decides on them
NONE = -1


def repeats(rng: np.random.Generator, reported: Ints, anchor: int) -> Ints:
    """For each report the one that it repeats, or NONE; only reports before the anchor, so that none crosses it.

    `reported` gets the moments of the repeats.
    """
    first = np.full(len(reported), NONE, dtype=np.int64)
    past = np.flatnonzero(reported < anchor - SOON[1])
    n = int(SHARE * len(past))
    chosen = rng.permutation(past)
    again, original = chosen[:n], chosen[n : 2 * n]
    first[again] = original
    reported[again] = reported[original] + rng.integers(*SOON, size=len(again))
    return first


def merges(
    first: Ints, decided: Ints, closed: Ints, plain: NDArray[np.bool_], dice: Floats
) -> Iterator[tuple[int, int]]:
    """(repeat, original) of those merged: noticed, and the original is still open when the repeat is decided on."""
    for row in np.flatnonzero(first != NONE).tolist():
        original = int(first[row])
        if plain[row] and plain[original] and decided[row] < closed[original] and dice[row] < NOTICED:
            yield row, original
