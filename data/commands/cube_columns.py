"""What many events add to the cube together: every table's rows as columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data.commands.contribution import NEVER, STAYS, Ints, Lived, contribution, day_numbers, hours, months
from data.commands.slices import DAY, DIMS, DUE_DIMS, DWELL_DIMS, GRID, LEVELS, MONTH, levels, stay_levels
from data.commands.tally import Tally
from data.dwell import BUCKETS
from data.schema import region
from data.schema.cube import HOURS, MEASURES, STAY_COLUMNS

Columns = dict[str, Any]
VILLAGE = LEVELS[-1]
STEPS = (*LEVELS, GRID)
CELL = 6


@dataclass(frozen=True, kw_only=True)
class Many:
    """Events as columns. `dims` gives for each dimension but "all" the position of an event's key among `words`."""

    cell: Ints
    lived: Lived
    open: NDArray[np.bool_]
    weight: Ints | None = None  # -1 for an event that counts no more; None: 1 for each
    dims: Mapping[str, Ints]  # NEVER where the event has no key
    words: Mapping[str, Sequence[str]]

    def keys(self, dim: str) -> Ints:
        return np.zeros_like(self.cell) if dim == "all" else self.dims[dim]


class Ladder:
    """The regions of each level the cube counts, and which of them lies around which."""

    def __init__(self, connection: Connection) -> None:
        found = select(region.c.level, region.c.lo, region.c.id).where(region.c.tree == "spine")
        rows = connection.execute(found.where(region.c.level.in_(STEPS)).order_by(region.c.lo)).all()
        self._lo = {level: np.array([row.lo for row in rows if row.level == level]) for level in STEPS}
        self.ids = {level: np.array([row.id for row in rows if row.level == level]) for level in STEPS}
        cells = select(region.c.id).where(region.c.tree == "spine", region.c.level == CELL)
        self._cells = np.array(connection.scalars(cells).all(), dtype=np.int64)

    def holds(self, cells: Ints) -> NDArray[np.bool_]:
        """Which of them are cells of this city."""
        return np.isin(cells, self._cells)

    def around(self, level: int, cells: Ints) -> Ints:
        """Position of the region of this level around each cell."""
        return np.searchsorted(self._lo[level], cells, side="right") - 1

    def inside(self, level: int, lo: int, hi: int) -> int:
        """How many regions of this level lie in the cells lo..hi."""
        first, last = np.searchsorted(self._lo[level], (lo, hi + 1))
        return int(last - first)

    def up(self, level: int, positions: Ints) -> Ints:
        """Position one level above of each of these regions."""
        return self.around(level - 1, self._lo[level][positions])


class CubeColumns:
    """`sums`, `stays`, `hours` and `due` of many events, ready for `fill` or `add_up`."""

    def __init__(self, ladder: Ladder, events: Many) -> None:
        self._ladder, self._events = ladder, events
        self._what = contribution(events.lived)
        self._counts = np.ascontiguousarray(self._what.counts.T)
        if events.weight is not None:
            self._counts *= events.weight
        self._day = day_numbers(events.lived.reported)
        self._month = months(self._day)

    def sums(self) -> Iterator[Columns]:
        """Rows of event_sum, a dimension and a grain at a time."""
        for dim in DIMS:
            mine = np.flatnonzero(self._events.keys(dim) != NEVER)
            for grain in (DAY, MONTH):
                kept = levels(dim, grain)
                base = Tally.of(self._keys(dim, grain, kept[-1], mine), self._chosen(mine))
                for part in self._climb(base, kept):
                    yield self._named(part, dim, grain) | dict(zip(MEASURES, part.sums, strict=True))

    def stays(self) -> Iterator[Columns]:
        """Rows of event_dwell, a dimension and a grain at a time."""
        row, link = np.nonzero(self._what.bucket != NEVER)
        column = link * BUCKETS + self._what.bucket[row, link]
        for dim in DWELL_DIMS:
            for grain in (DAY, MONTH):
                kept = stay_levels(grain)
                base = Tally.of([*self._keys(dim, grain, kept[-1], row), column], self._weighing(row))
                for part in self._climb(base, kept):
                    keys, matrix = _spread(part, len(STAYS) * BUCKETS)
                    yield self._named(Tally(keys, []), dim, grain) | {"n": matrix.sum(axis=0)} | _stay_columns(matrix)

    def hours(self) -> Iterator[Columns]:
        """Rows of event_hour."""
        at = hours(self._events.lived.reported)
        village = self._around(VILLAGE)
        for grain, day in ((DAY, self._day), (MONTH, self._month)):
            base = Tally.of([village, day, (self._day - 1) % 7, at], self._weighing())
            for level, part in self._up(base, VILLAGE):
                keys, matrix = _spread(part, 24)
                yield {
                    "region_id": self._ladder.ids[level][keys[0]],
                    "grain": np.full(len(keys[0]), grain, dtype=object),
                    "day": keys[1],
                    "weekday": keys[2],
                } | dict(zip(HOURS, matrix, strict=True))

    def due(self) -> Iterator[Columns]:
        """Rows of event_due: only of open events."""
        events = self._events
        paused = events.lived.other["suspended_at"] != NEVER
        once = 1 if events.weight is None else events.weight
        values = [~paused * once, paused * once]
        hour = events.lived.other["deadline_at"] // 3600
        for dim in DUE_DIMS:
            mine = np.flatnonzero(events.open & (events.keys(dim) != NEVER))
            village = self._around(VILLAGE)[mine]
            base = Tally.of([village, events.keys(dim)[mine], hour[mine]], [column[mine] for column in values])
            for level, part in self._up(base, VILLAGE):
                yield {
                    "region_id": self._ladder.ids[level][part.keys[0]],
                    "dim": np.full(len(part.keys[0]), dim, dtype=object),
                    "key": self._words(dim, part.keys[1]),
                    "hour": part.keys[2],
                    "ticking": part.sums[0],
                    "paused": part.sums[1],
                }

    def _weighing(self, mine: Ints | slice = slice(None)) -> list[Ints] | None:
        """What each of these events counts; None: once."""
        return None if self._events.weight is None else [self._events.weight[mine]]

    def _chosen(self, mine: Ints) -> list[Ints]:
        """The measures of these events."""
        return list(self._counts if len(mine) == len(self._day) else self._counts[:, mine])

    def _keys(self, dim: str, grain: str, level: int, mine: Ints) -> list[Ints]:
        """Region, day and key of these events."""
        day = self._day if grain == DAY else self._month
        return [self._around(level)[mine], day[mine], self._events.keys(dim)[mine]]

    @cache  # noqa: B019 - lives as long as its batch
    def _around(self, level: int) -> Ints:
        """Position of the region of this level around each event."""
        return self._ladder.around(level, self._events.cell)

    def _climb(self, base: Tally, kept: Sequence[int]) -> Iterator[Tally]:
        """The tally at every level kept, the finest first, with region ids in place of positions."""
        for here, part in self._up(base, kept[-1]):
            yield Tally([self._ladder.ids[here][part.keys[0]], *part.keys[1:]], part.sums)

    def _up(self, base: Tally, level: int) -> Iterator[tuple[int, Tally]]:
        while len(base.keys[0]):
            yield level, base
            if level == LEVELS[0]:
                return
            base = base.by(0, self._ladder.up(level, base.keys[0]))
            level -= 1

    def _named(self, part: Tally, dim: str, grain: str) -> Columns:
        return {
            "region_id": part.keys[0],
            "dim": np.full(len(part.keys[0]), dim, dtype=object),
            "grain": np.full(len(part.keys[0]), grain, dtype=object),
            "day": part.keys[1],
            "key": self._words(dim, part.keys[2]),
        }

    def _words(self, dim: str, positions: Ints) -> NDArray[np.object_]:
        words = ("",) if dim == "all" else self._events.words[dim]
        return np.array(words, dtype=object)[positions]


def _stay_columns(matrix: Ints) -> Columns:
    """Row i of the matrix is a bucket of a link."""
    names = [name for link in STAYS for name in STAY_COLUMNS[link]]
    return dict(zip(names, matrix, strict=True))


def _spread(part: Tally, width: int) -> tuple[Sequence[Ints], Ints]:
    """The last part of the key becomes columns: (the other parts; a row for each value of the last, their counts)."""
    first = np.ones(len(part.keys[0]), dtype=bool)  # sorted by key: a new row wherever one of the others changes
    first[1:] = np.any([key[1:] != key[:-1] for key in part.keys[:-1]], axis=0)
    row = np.cumsum(first) - 1
    matrix = np.zeros((width, int(row[-1]) + 1), np.int64)
    matrix[part.keys[-1], row] = part.sums[0]
    return [key[first] for key in part.keys[:-1]], matrix
