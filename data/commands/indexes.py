"""A first load of millions is quicker without indexes and foreign keys, which are made anew after it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Index, Table, text
from sqlalchemy.schema import AddConstraint, DropConstraint

# More memory to sort in, for this connection only.
_ROOM = {
    "sqlite": ("PRAGMA cache_size=-1000000", "PRAGMA threads=2", "PRAGMA analysis_limit=1000"),
    "postgresql": ("SET maintenance_work_mem = '1GB'",),
}


@contextmanager
def without_indexes(engine: Engine, table: Table, *beside: Table) -> Iterator[None]:
    """Drop what slows down filling the table, for the while; not for a database that people are reading.

    `beside` are tables filled with it, which keep their indexes. PostgreSQL sweeps them all once at the end, not again
    and again meanwhile. Where foreign keys cannot be dropped (SQLite), `data.commands.staging.staged` leaves them
    unlooked at.
    """
    indexes = sorted((one for one in table.indexes if not _partial(one)), key=lambda index: str(index.name))
    keys = [key for key in table.foreign_key_constraints if engine.dialect.name == "postgresql"]
    tables = (table, *beside)
    with engine.begin() as connection:
        _storage(connection, tables, "SET (autovacuum_enabled = false)")
        for index in indexes:
            index.drop(connection, checkfirst=True)
        for key in keys:
            connection.execute(DropConstraint(key, if_exists=True))
    try:
        yield
    finally:
        with _roomy(engine) as connection:
            with connection.begin():
                for index in indexes:
                    index.create(connection, checkfirst=True)
                for key in keys:
                    connection.execute(AddConstraint(key))
                _storage(connection, tables, "RESET (autovacuum_enabled)")
            _learn(connection, tables)


def _partial(index: Index) -> bool:
    """Of few rows: kept up while they come in, for making it anew means to read all rows."""
    return index.dialect_options["sqlite"]["where"] is not None


def _storage(connection: Connection, tables: Sequence[Table], change: str) -> None:
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.execute(text(f"ALTER TABLE {table.name} {change}"))


def _learn(connection: Connection, tables: Sequence[Table]) -> None:
    """Statistics, and what index scans may skip: PostgreSQL would come to that by itself, but only a minute later."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in tables:
            connection.execute(text(f"VACUUM {table.name}"))
        connection.execute(text("ANALYZE"))
    else:
        connection.execute(text(f"ANALYZE {tables[0].name}"))
    connection.commit()


@contextmanager
def _roomy(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        for setting in _ROOM[engine.dialect.name]:
            connection.exec_driver_sql(setting)
        connection.commit()
        yield connection
        connection.invalidate()  # the next one to connect starts with ordinary settings
