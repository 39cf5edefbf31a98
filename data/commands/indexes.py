"""A first load of millions is quicker without indexes and foreign keys, which are made anew after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.schema import AddConstraint, DropConstraint

# More memory to sort in, for this connection only.
_ROOM = {
    "sqlite": ("PRAGMA cache_size=-1000000", "PRAGMA threads=2", "PRAGMA analysis_limit=1000"),
    "postgresql": ("SET maintenance_work_mem = '1GB'",),
}


@contextmanager
def without_indexes(engine: Engine, table: Table) -> Iterator[None]:
    """Drop what slows down filling the table, for the while; not for a database that people are reading.

    Where foreign keys cannot be dropped (SQLite), `data.commands.staging.staged` leaves them unlooked at.
    """
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    keys = [key for key in table.foreign_key_constraints if engine.dialect.name == "postgresql"]
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection, checkfirst=True)
        for key in keys:
            connection.execute(DropConstraint(key, if_exists=True))
    try:
        yield
    finally:
        with _roomy(engine) as connection, connection.begin():
            for index in indexes:
                index.create(connection, checkfirst=True)
            for key in keys:
                connection.execute(AddConstraint(key))
            # PostgreSQL would come to it by itself, but only a minute later; SQLite asks statistics of this table only.
            connection.execute(text("ANALYZE" if engine.dialect.name == "postgresql" else f"ANALYZE {table.name}"))


@contextmanager
def _roomy(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        for setting in _ROOM[engine.dialect.name]:
            connection.exec_driver_sql(setting)
        connection.commit()
        yield connection
        connection.invalidate()  # the next one to connect starts with ordinary settings
