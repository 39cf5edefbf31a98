"""Files that were read in, newest first."""

from sqlalchemy import Connection, RowMapping, select

from data.schema import import_batch

SHOWN = 30


def batches(connection: Connection) -> list[RowMapping]:
    newest = select(import_batch).order_by(import_batch.c.id.desc()).limit(SHOWN)
    return list(connection.execute(newest).mappings().all())
