"""What time alone has made late is marked on the event and counted, so that nobody need look at every open event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select, update

from data.commands import cube
from data.commands.revisions import bump
from data.engine import writing
from data.life.late import LATE, marks
from data.queries.late import UNMARKED
from data.schema import event

CHUNK = 2_000  # events marked in one transaction
AHEAD = (event.c.ended_at.is_(None), event.c.late == 1, event.c.deadline_at >= bindparam("now"))
_MARK = update(event).where(event.c.id == bindparam("_id"))


def mark_late(engine: Engine, now: datetime, *, set_back: bool = False) -> int:
    """Mark what is late by now and not marked yet; how many that were.

    `set_back`: the clock was, and what has been marked ahead of it is late no more.
    """
    marked = 0
    while _waits(engine, now, set_back):
        with writing(engine) as connection:
            bump(connection, "events")  # moves queue here: none changes an event between the look and the mark
            rows = _rows(connection, now, set_back)
            _mark(connection, rows, now)
        marked += len(rows)
    return marked


def _waits(engine: Engine, now: datetime, set_back: bool) -> bool:
    with engine.connect() as connection:
        return any(connection.execute(one, {"now": now}).first() for one in _asked(set_back, 1))


def _rows(connection: Connection, now: datetime, set_back: bool) -> list[Mapping[Any, Any]]:
    found = {
        row["id"]: row for one in _asked(set_back, CHUNK) for row in connection.execute(one, {"now": now}).mappings()
    }
    return list(found.values())


def _asked(set_back: bool, most: int) -> list[Any]:
    return [select(event).where(*one).limit(most) for one in ((UNMARKED,), AHEAD)[: 1 + set_back]]


def _mark(connection: Connection, rows: list[Mapping[Any, Any]], now: datetime) -> None:
    after = [{**row, **marks(row, now)} for row in rows]
    if after:
        names = (*LATE, "mark_at")
        connection.execute(_MARK, [{"_id": row["id"]} | {name: row[name] for name in names} for row in after])
        cube.apply_many(connection, rows, after)
