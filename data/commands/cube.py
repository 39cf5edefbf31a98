"""The cube of events, kept with every move: from what an event added before to what it adds now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import sub
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, bindparam, select

from data.commands.add_up import add_up, sweep
from data.commands.contribution import (
    MOMENTS,
    NEVER,
    OTHER,
    STAYS,
    Lived,
    contribution,
    day_numbers,
    hours,
    months,
)
from data.commands.cube_rebuild import rebuild
from data.commands.slices import DAY, DIMS, DUE_DIMS, DWELL_DIMS, GRID, LEVELS, MONTH, key_of, levels, stay_levels
from data.dwell import BUCKETS
from data.schema import event_due, event_dwell, event_hour, event_sum, region
from data.schema.cube import HOURS, MEASURES, STAY_COLUMNS
from data.words import OPEN_STAGES

__all__ = ["apply", "rebuild"]

Row = Mapping[Any, Any]  # a row of the event table
Path = Sequence[tuple[int, int]]  # (region, level) around a cell
Key = tuple[Any, ...]
Parts = dict[Key, tuple[int, ...]]  # row of a cube table → what is added to it


def apply(connection: Connection, before: Row | None, after: Row) -> None:
    """Move the cube from what an event added `before` (None: it is new) to what it adds now."""
    path = _path(connection, after["cell_id"])  # with the grid, which only the sums count
    old, new = _Added(before, path) if before else None, _Added(after, path)
    _move(connection, event_sum, MEASURES, old.sums() if old else None, new.sums(), ("reported",))
    for link in STAYS if old is None or old.keyed != new.keyed else _differ(old, new):
        names = ("n", *STAY_COLUMNS[link])
        _move(connection, event_dwell, names, old.stays(link) if old else None, new.stays(link), ("n",))
    _move(connection, event_due, ("ticking", "paused"), old.due() if old else None, new.due(), ("ticking", "paused"))
    if old is None:
        _move(connection, event_hour, HOURS, None, new.hour(), ())


class _Added:
    """What one event adds to each table of the cube."""

    def __init__(self, row: Row, path: Path) -> None:
        self._row, self._path = row, path
        self._above = [here for here, level in path if level in LEVELS]
        lived = _lived(row)
        what = contribution(lived)
        self._counts = tuple(what.counts[0].tolist())
        self.keyed = tuple(row[name] for name in ("cell_id", *DIMS[1:]))
        self.bucket = dict(zip(STAYS, what.bucket[0].tolist(), strict=True))
        self._at = lived.reported
        day = day_numbers(lived.reported)
        self._days = {DAY: int(day[0]), MONTH: int(months(day)[0])}

    def sums(self) -> Parts:
        return dict.fromkeys(self._keys(DIMS), self._counts)

    def stays(self, link: str) -> Parts:
        bucket = self.bucket[link]
        return {} if bucket == NEVER else dict.fromkeys(self._keys(DWELL_DIMS, stays=True), _one_hot(bucket))

    def hour(self) -> Parts:
        hour = int(hours(self._at)[0])
        marks = tuple(int(n == hour) for n in range(24))
        weekday = (self._days[DAY] - 1) % 7  # ordinal 1 was a Monday
        return {(here, grain, day, weekday): marks for here in self._above for grain, day in self._days.items()}

    def due(self) -> Parts:
        if self._row["stage"] not in OPEN_STAGES:
            return {}
        paused = self._row["suspended_at"] is not None
        hour = int(self._row["deadline_at"].timestamp()) // 3600
        return {
            (here, dim, key, hour): (int(not paused), int(paused))
            for dim in DUE_DIMS
            if (key := key_of(self._row, dim)) is not None
            for here in self._above
        }

    def _keys(self, dims: Sequence[str], *, stays: bool = False) -> Iterator[Key]:
        for dim in dims:
            key = key_of(self._row, dim)
            if key is None:
                continue
            for grain, day in self._days.items():
                kept = stay_levels(grain) if stays else levels(dim, grain)
                yield from ((here, dim, grain, day, key) for here, level in self._path if level in kept)


def _differ(old: _Added, new: _Added) -> list[str]:
    """The links before which it stayed otherwise than it did: an event counted under the same keys leaves the rest."""
    return [link for link in STAYS if old.bucket[link] != new.bucket[link]]


def _lived(row: Row) -> Lived:
    return Lived(
        moments=np.array([[_number(row[name]) for name in MOMENTS]]),
        other={name: np.array([_number(row[name])]) for name in OTHER},
        rejected=np.array([row["stage"] == "rejected"]),
        merged=np.array([row["stage"] == "merged"]),
    )


def _number(value: datetime | int | None) -> int:
    return NEVER if value is None else value if isinstance(value, int) else int(value.timestamp())


@lru_cache(maxsize=BUCKETS)
def _one_hot(bucket: int) -> tuple[int, ...]:
    """(1, and a 1 in its bucket)."""
    return (1, *(int(n == bucket) for n in range(BUCKETS)))


def _move(
    connection: Connection, table: Any, names: Sequence[str], old: Parts | None, new: Parts, empty: Sequence[str]
) -> None:
    """Add the differences; rows that the event has left are taken away when nothing else is in them."""
    old = old or {}
    more = _differences(old, new)
    rows = [(*key, *more[id(now), id(old.get(key))]) for key, now in new.items() if more[id(now), id(old.get(key))]]
    left = [key for key in old if key not in new]
    rows += [(*key, *(-n for n in old[key])) for key in left]
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    rows.sort()  # one order for all writers
    columns = dict(zip((*keys, *names), zip(*rows, strict=True), strict=True))
    add_up(connection, table, {name: column for name, column in columns.items() if name in keys or any(column)})
    sweep(connection, table, empty, [dict(zip(keys, key, strict=True)) for key in left])


def _differences(old: Parts, new: Parts) -> dict[tuple[int, int], tuple[int, ...]]:
    """What is added where `old` was and `new` is, () for nothing. An event has few values, kept under many keys."""
    pairs = {(id(now), id(old.get(key))): (now, old.get(key)) for key, now in new.items()}
    less = {ids: now if was is None else tuple(map(sub, now, was)) for ids, (now, was) in pairs.items()}
    return {ids: more if any(more) else () for ids, more in less.items()}


def _path(connection: Connection, cell: int) -> Path:
    return [(row.id, row.level) for row in connection.execute(_AROUND, {"cell": cell})]


def _path_of_cell() -> Select[int, int]:
    """(id, level) of the regions around :cell that the cube counts: from the cell up, by its parents."""
    columns = (region.c.id, region.c.level, region.c.parent_id)
    first = select(*columns).where(region.c.id == bindparam("cell")).cte(recursive=True)
    path = first.union_all(select(*columns).join(first, region.c.id == first.c.parent_id))
    return select(path.c.id, path.c.level).where(path.c.level.in_((*LEVELS, GRID)))


_AROUND = _path_of_cell()
