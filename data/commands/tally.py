"""Sums by key, over whole columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
DENSE = 4  # places for each row to count, up to which counting in place is quicker than sorting


@dataclass(frozen=True)
class Tally:
    """Position i of every column belongs together: the key, one column a part, and what was summed under it."""

    keys: Sequence[Ints]
    sums: Sequence[Ints]

    @classmethod
    def of(cls, keys: Sequence[Ints], values: Sequence[Ints] | None = None) -> Self:
        """Group equal keys and add up their values; without values, count them."""
        if not len(keys[0]):
            return cls(keys, [keys[0]] * (1 if values is None else len(values)))
        low = [int(key.min()) for key in keys]
        sizes = [int(key.max()) - least + 1 for key, least in zip(keys, low, strict=True)]
        packed = np.ravel_multi_index([key - least for key, least in zip(keys, low, strict=True)], sizes)
        found, sums = _grouped(packed, prod(sizes), values)
        parts = np.unravel_index(found, sizes)
        return cls([part + least for part, least in zip(parts, low, strict=True)], sums)

    def by(self, part: int, new: Ints) -> "Tally":
        """The same summed more coarsely: `new` replaces that part of the keys."""
        return Tally.of([new if n == part else key for n, key in enumerate(self.keys)], self.sums)


def _grouped(packed: Ints, size: int, values: Sequence[Ints] | None) -> tuple[Ints, list[Ints]]:
    """(the keys that occur, ascending; for each column of values its sums by key). Keys lie in 0 .. size - 1."""
    if size <= DENSE * len(packed):  # every key has its place: no need to sort
        n = np.bincount(packed, minlength=size)
        found = np.flatnonzero(n)
        return found, [n[found]] if values is None else [_sum(packed, column, size)[found] for column in values]
    if values is None:
        found, n = np.unique(packed, return_counts=True)
        return found, [n]
    found, group = np.unique(packed, return_inverse=True)
    return found, [_sum(group, column, len(found)) for column in values]


def _sum(group: Ints, column: Ints, n: int) -> Ints:
    """Exact: no sum comes near 2**53."""
    if not column.any():
        return np.zeros(n, np.int64)
    return np.bincount(group, weights=column, minlength=n).astype(np.int64)
