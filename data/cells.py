"""Sets of cells as spans: joined, taken apart, and numbered from one within a grid."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

Spans = tuple[tuple[int, int], ...]  # ascending, apart from each other
PART = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")


def spans_of(cells: Iterable[int]) -> Spans:
    """The fewest spans that hold exactly these cells."""
    found: list[list[int]] = []
    for cell in sorted(set(cells)):
        if found and found[-1][1] == cell - 1:
            found[-1][1] = cell
        else:
            found.append([cell, cell])
    return tuple((lo, hi) for lo, hi in found)


def cells_of(spans: Sequence[tuple[int, int]]) -> list[int]:
    return [cell for lo, hi in sorted(spans) for cell in range(lo, hi + 1)]


def size(spans: Sequence[tuple[int, int]]) -> int:
    return sum(hi - lo + 1 for lo, hi in spans)


def holder(parts: Sequence[Spans]) -> Callable[[int], int | None]:
    """Tells which of disjoint sets a cell is in."""
    spans = sorted((lo, hi, n) for n, part in enumerate(parts) for lo, hi in part)
    starts = [lo for lo, _hi, _n in spans]

    def find(cell: int) -> int | None:
        at = bisect_right(starts, cell) - 1
        return spans[at][2] if at >= 0 and cell <= spans[at][1] else None

    return find


def numbered(spans: Sequence[tuple[int, int]], text: str) -> set[int] | None:
    """The cells that `1-12,15` means within a grid; None for what it cannot mean."""
    cells, found = cells_of(spans), set[int]()
    for part in text.replace("，", ",").replace(" ", "").split(","):
        match = PART.fullmatch(part) if part.isascii() else None
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= len(cells):
            return None
        found.update(cells[first - 1 : last])
    return found
