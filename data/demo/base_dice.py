"""Dice of the demo: one independent, repeatable stream per seed and purpose."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray


def dice(seed: int, *purpose: str) -> np.random.Generator:
    """The same seed and purpose always give the same numbers, on every machine."""
    digest = sha256("/".join((str(seed), *purpose)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def apportion(total: int, weights: Sequence[float] | NDArray[np.float64]) -> NDArray[np.int64]:
    """`total` in whole numbers after `weights`, adding up exactly: largest remainders, the earlier first on a tie."""
    shares = np.asarray(weights, dtype=float)
    exact = shares * (total / shares.sum())
    whole = np.floor(exact).astype(np.int64)
    missing = total - int(whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:missing]] += 1
    return whole
