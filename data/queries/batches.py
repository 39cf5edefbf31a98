"""Files that were read in, newest first."""

from sqlalchemy import Connection, RowMapping, select

from data.queries.quarantine import whole
from data.schema import import_batch
from data.scope import Scope

SHOWN = 30


def batches(connection: Connection, scope: Scope) -> list[RowMapping]:
    """None but for who sees the whole city: what a file holds lies anywhere in it."""
    if not whole(connection, scope):
        return []
    newest = select(import_batch).order_by(import_batch.c.id.desc()).limit(SHOWN)
    return list(connection.execute(newest).mappings().all())
