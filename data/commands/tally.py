"""Sums by key, over whole columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


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
        if values is None:
            found, n = np.unique(packed, return_counts=True)
            sums = [n]
        else:
            found, group = np.unique(packed, return_inverse=True)
            sums = [_sum(group, column, len(found)) for column in values]
        parts = np.unravel_index(found, sizes)
        return cls([part + least for part, least in zip(parts, low, strict=True)], sums)

    def by(self, part: int, new: Ints) -> "Tally":
        """The same summed more coarsely: `new` replaces that part of the keys."""
        return Tally.of([new if n == part else key for n, key in enumerate(self.keys)], self.sums)


def _sum(group: Ints, column: Ints, n: int) -> Ints:
    """Exact: no sum comes near 2**53."""
    if not column.any():
        return np.zeros(n, np.int64)
    return np.bincount(group, weights=column, minlength=n).astype(np.int64)
