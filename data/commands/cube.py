"""The cube of events: every move leaves word of what it changed, and whoever reads the cube first counts that.

The word is written in the move's own transaction, so nothing is ever lost or counted twice; counting many moves at once
costs little more than counting one, and moves do not wait for each other at the city's totals (decision 0015).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import orjson
import structlog
from sqlalchemy import Connection, Engine, Table, delete, insert, select
from sqlalchemy.exc import OperationalError

from data.commands.add_up import add_few, sweep
from data.commands.contribution import MOMENTS, NEVER, OTHER
from data.commands.cube_columns import CubeColumns
from data.commands.cube_rebuild import EMPTY, PLAIN, alone, joined, ladder_of, many_of, parts, rebuild
from data.engine import soon
from data.schema import event_uncounted

__all__ = ["apply", "apply_many", "count", "rebuild", "settle", "waiting"]

Row = Mapping[Any, Any]  # a row of the event table
WAIT_S = 3.0  # how long a reader waits for its turn to count
NUMBERS = (*MOMENTS, *OTHER)
_LEAVE = insert(event_uncounted)
_TAKE = delete(event_uncounted).returning(*event_uncounted.c)
waiting = select(event_uncounted.c.id).exists()  # whether anything is still to be counted

_counting: WeakKeyDictionary[Engine, "Settling"] = WeakKeyDictionary()

log = structlog.get_logger(__name__)


def apply(connection: Connection, before: Row | None, after: Row) -> None:
    """Leave word that what an event adds is no longer what it added `before` (None: it is new)."""
    told = {"before": _told(before) if before else None, "after": _told(after)}
    connection.execute(_LEAVE, {"event_id": after["id"], **told})


def apply_many(connection: Connection, before: Sequence[Row], after: Sequence[Row]) -> None:
    """The same of several events that were there already."""
    told = [{"before": _told(old), "after": _told(new)} for old, new in zip(before, after, strict=True)]
    connection.execute(_LEAVE, [{"event_id": row["id"], **one} for row, one in zip(after, told, strict=True)])


def settle(engine: Engine) -> None:
    """Count what waits, in a transaction of its own. While others write for long, readers see what is counted."""
    try:
        _counting.setdefault(engine, Settling()).settle(engine)
    except (TimeoutError, OperationalError) as error:
        log.warning("events wait to be counted", error=repr(error))


class Settling:
    """Of the readers in this process one counts, for all who came before it began."""

    def __init__(self) -> None:
        self._lock, self._begun = Lock(), 0

    def settle(self, engine: Engine) -> None:
        seen = self._begun
        with self._lock:
            if self._begun > seen:
                return  # began after this reader had come, and has ended
            self._begun += 1
            with soon(engine, WAIT_S) as connection:
                count(connection)


def count(connection: Connection) -> int:
    """Count what waits; how many changes that were."""
    alone(connection)
    words = sorted(connection.execute(_TAKE).all())
    rows, weight = _rows(words)
    if rows:
        events = many_of(rows, np.array(weight))
        for table, columns in parts(CubeColumns(ladder_of(connection), events)):
            _add(connection, table, columns)
    return len(words)


def _rows(words: Sequence[Any]) -> tuple[list[Any], list[int]]:
    """(the rows that count no more and those that count now, -1 or 1 for each); what changed twice is changed once."""
    first: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for _id, event_id, before, after in words:
        first.setdefault(event_id, before)
        last[event_id] = after
    changed = [one for one in first if first[one] != last[one]]
    gone = [orjson.loads(first[one]) for one in changed if first[one] is not None]
    here = [orjson.loads(last[one]) for one in changed]
    return gone + here, [-1] * len(gone) + [1] * len(here)


def _add(connection: Connection, table: Table, columns: Iterator[Mapping[str, Any]]) -> None:
    """Only what differs; rows in which nothing is left are taken away."""
    rows = joined(columns)
    keys = [column.name for column in table.primary_key]
    sums = [name for name in rows if name not in keys]
    counts = np.array([rows[name] for name in sums])
    if not counts.any():
        return
    there, moved = counts.any(axis=0), np.flatnonzero(counts.any(axis=1))
    names = [*keys, *(sums[n] for n in moved)]
    add_few(connection, table, names, list(zip(*(rows[name][there].tolist() for name in names), strict=True)))
    less = np.any([rows[name] < 0 for name in EMPTY.get(table, ())], axis=0)
    if less.any():
        gone = zip(*(rows[name][less].tolist() for name in keys), strict=True)
        sweep(connection, table, EMPTY[table], [dict(zip(keys, key, strict=True)) for key in gone])


def _told(row: Row) -> str:
    """As `many_of` reads it."""
    return orjson.dumps([*(row[name] for name in PLAIN), *(_number(row[name]) for name in NUMBERS)]).decode()


def _number(value: datetime | int | None) -> int:
    return NEVER if value is None else value if isinstance(value, int) else int(value.timestamp())
