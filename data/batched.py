"""Many things a few at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(found: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """As `itertools.batched` of later Pythons."""
    rest = iter(found)
    while some := tuple(islice(rest, size)):
        yield some
