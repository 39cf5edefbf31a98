"""Files that are taken in: each once by its content, in batches of rows, and how far one has come."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.commands.revisions import bump
from data.errors import CockpitError
from data.schema import import_batch

COUNTED = ("rows_read", "imported", "merged", "quarantined")
b = import_batch.c


def open_batch(
    connection: Connection, path: Path, mark: str, way: str, origin: str, now: datetime
) -> tuple[RowMapping, bool]:
    """The batch of a file of this digest read this `way` for `origin`, and whether it is new. Writers queue here."""
    bump(connection, "intake")
    same = (b.digest == mark, b.profile == way, b.origin == origin)
    found = connection.execute(select(import_batch).where(*same)).mappings().first()
    if found is not None:
        return found, False
    values: dict[str, Any] = {"file": path.name[-255:], "digest": mark, "profile": way, "origin": origin}
    values |= {"state": "running", "started_at": now, **dict.fromkeys(COUNTED, 0)}
    return connection.execute(insert(import_batch).values(values).returning(import_batch)).mappings().one(), True


def count_batch(connection: Connection, batch_id: int, before: int, counts: Mapping[str, int]) -> None:
    """The new counts, if `before` rows had been read until now. CockpitError when another run has gone on."""
    here = (b.id == batch_id, b.rows_read == before)
    if not connection.execute(update(import_batch).where(*here).values(**counts)).rowcount:
        raise CockpitError("this file is being imported by another run: wait until that has ended")


def close_batch(connection: Connection, batch_id: int, now: datetime) -> None:
    """All of it has been read."""
    bump(connection, "intake")
    connection.execute(update(import_batch).where(b.id == batch_id).values(state="done", ended_at=now))
