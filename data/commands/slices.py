"""Where in the cube an event counts: which levels each dimension is kept for, by day and by month."""

from collections.abc import Mapping
from typing import Any

DIMS = ("all", "category", "leaf", "source", "grade", "agency", "line")
DWELL_DIMS = ("all", "category", "source", "grade")
DUE_DIMS = ("all", "category", "agency", "grade")
LEVELS = (1, 2, 3, 4)  # city county town village
GRID = 5
DAY, MONTH = "d", "m"


def levels(dim: str, grain: str) -> tuple[int, ...]:
    """Split by a dimension, villages are kept by month only: a day there is few enough events to recount.

    So are grids, of which only all events are counted.
    """
    if grain == MONTH:
        return (*LEVELS, GRID) if dim == "all" else LEVELS
    return LEVELS if dim == "all" else LEVELS[:-1]


def stay_levels(grain: str) -> tuple[int, ...]:
    """Stays are kept for villages by month only, whatever they are split by."""
    return LEVELS if grain == MONTH else LEVELS[:-1]


def key_of(row: Mapping[Any, Any], dim: str) -> str | None:
    """The event's key in a dimension; None while it has none (no agency yet)."""
    return "" if dim == "all" else row[dim]
