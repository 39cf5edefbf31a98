"""The cube of events, kept with every move: from what an event added before to what it adds now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import sub
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Table

from data.commands.add_up import Addition, add_several, sweep
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
from data.commands.slices import DAY, DIMS, DUE_DIMS, DWELL_DIMS, LEVELS, MONTH, key_of, levels, stay_levels
from data.dwell import BUCKETS
from data.queries.paths import Path, path_of
from data.schema import event_due, event_dwell, event_hour, event_sum
from data.schema.cube import HOURS, MEASURES, STAY_COLUMNS
from data.words import OPEN_STAGES

__all__ = ["apply", "rebuild"]

Row = Mapping[Any, Any]  # a row of the event table
Key = tuple[Any, ...]


class Part(NamedTuple):
    """What an event adds to one table: the same values to the rows of all these keys."""

    keys: Sequence[Key] = ()
    values: Sequence[int] = ()


def apply(connection: Connection, before: Row | None, after: Row) -> None:
    """Move the cube from what an event added `before` (None: it is new) to what it adds now."""
    path = path_of(connection, after["cell_id"])  # with the grid, which only the sums count
    new, *was = _added([after, before] if before else [after], path)
    old = was[0] if was else None
    changes = [_change(event_sum, MEASURES, old.sums() if old else Part(), new.sums(), ("reported",))]
    for link in STAYS:
        if old is None or old.keyed != new.keyed or old.bucket[link] != new.bucket[link]:
            names = ("n", *STAY_COLUMNS[link])
            changes.append(_change(event_dwell, names, old.stays(link) if old else Part(), new.stays(link), ("n",)))
    changes.append(_change(event_due, _DUE, old.due() if old else Part(), new.due(), _DUE))
    if old is None:
        changes.append(_change(event_hour, HOURS, Part(), new.hour(), ()))
    made = [one for one in changes if one is not None]
    add_several(connection, [one.addition for one in made])
    for one in made:
        sweep(connection, one.addition.table, one.empty, one.left)


_DUE = ("ticking", "paused")


class _Added:
    """What one event adds to each table of the cube."""

    def __init__(self, row: Row, path: Path, days: Mapping[str, int], counts: list[int], buckets: list[int]) -> None:
        self._row, self._path, self._days, self._counts = row, path, days, counts
        self._above = [here for here, level in path if level in LEVELS]
        self.keyed = tuple(row[name] for name in ("cell_id", *DIMS[1:]))
        self.bucket = dict(zip(STAYS, buckets, strict=True))

    def sums(self) -> Part:
        return Part(list(self._keys(DIMS)), self._counts)

    def stays(self, link: str) -> Part:
        bucket = self.bucket[link]
        return Part() if bucket == NEVER else Part(list(self._keys(DWELL_DIMS, stays=True)), _one_hot(bucket))

    def hour(self) -> Part:
        hour = int(hours(np.array([_number(self._row["reported_at"])]))[0])
        weekday = (self._days[DAY] - 1) % 7  # ordinal 1 was a Monday
        keys = [(here, grain, day, weekday) for here in self._above for grain, day in self._days.items()]
        return Part(keys, [int(n == hour) for n in range(24)])

    def due(self) -> Part:
        if self._row["stage"] not in OPEN_STAGES:
            return Part()
        paused = self._row["suspended_at"] is not None
        hour = int(self._row["deadline_at"].timestamp()) // 3600
        keyed = [(dim, key) for dim in DUE_DIMS if (key := key_of(self._row, dim)) is not None]
        keys = [(here, dim, key, hour) for dim, key in keyed for here in self._above]
        return Part(keys, (int(not paused), int(paused)))

    def _keys(self, dims: Sequence[str], *, stays: bool = False) -> Iterator[Key]:
        for dim in dims:
            key = key_of(self._row, dim)
            if key is None:
                continue
            for grain, day in self._days.items():
                kept = stay_levels(grain) if stays else levels(dim, grain)
                yield from ((here, dim, grain, day, key) for here, level in self._path if level in kept)


def _added(rows: Sequence[Row], path: Path) -> list[_Added]:
    """The same event as it stands in each of the rows."""
    lived = _lived(rows)
    what = contribution(lived)
    day = day_numbers(lived.reported[:1])
    days = {DAY: int(day[0]), MONTH: int(months(day)[0])}
    counted = zip(rows, what.counts.tolist(), what.bucket.tolist(), strict=True)
    return [_Added(row, path, days, counts, buckets) for row, counts, buckets in counted]


def _lived(rows: Sequence[Row]) -> Lived:
    return Lived(
        moments=np.array([[_number(row[name]) for name in MOMENTS] for row in rows]),
        other={name: np.array([_number(row[name]) for row in rows]) for name in OTHER},
        rejected=np.array([row["stage"] == "rejected" for row in rows]),
        merged=np.array([row["stage"] == "merged" for row in rows]),
    )


def _number(value: datetime | int | None) -> int:
    return NEVER if value is None else value if isinstance(value, int) else int(value.timestamp())


@lru_cache(maxsize=BUCKETS)
def _one_hot(bucket: int) -> tuple[int, ...]:
    """(1, and a 1 in its bucket)."""
    return (1, *(int(n == bucket) for n in range(BUCKETS)))


class _Change(NamedTuple):
    """What is added to a table; of the rows `left`, those go in which the columns `empty` have come down to 0."""

    addition: Addition
    empty: Sequence[str]
    left: Sequence[Mapping[str, Any]]


def _change(table: Table, names: Sequence[str], old: Part, new: Part, empty: Sequence[str]) -> _Change | None:
    """The differences; rows that the event has left are taken away when nothing else is in them."""
    there, here = set(old.keys), set(new.keys)
    zero = (0,) * len(names)
    changes = (
        ([key for key in new.keys if key in there], list(map(sub, new.values or zero, old.values or zero))),
        ([key for key in new.keys if key not in there], new.values),
        (left := [key for key in old.keys if key not in here], [-n for n in old.values]),
    )
    made = [(keys, values) for keys, values in changes if keys and any(values)]
    if not made:
        return None
    column = [n for n in range(len(names)) if any(values[n] for _keys, values in made)]
    rows = sorted((*key, *(values[n] for n in column)) for keys, values in made for key in keys)  # one order for all
    keyed = [column.name for column in table.primary_key]
    addition = Addition(table, (*keyed, *(names[n] for n in column)), rows)
    return _Change(addition, empty, [dict(zip(keyed, key, strict=True)) for key in left])
