"""A first load of millions is quicker without the secondary indexes, which are made anew after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, Table, text


@contextmanager
def without_indexes(engine: Engine, table: Table) -> Iterator[None]:
    """Drop the table's secondary indexes for the while; not for a database that people are reading.

    Those of a part of the rows stay: keeping them costs less than reading the whole table again for each.
    """
    whole = [index for index in table.indexes if index.dialect_options["sqlite"]["where"] is None]
    indexes = sorted(whole, key=lambda index: str(index.name))
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection, checkfirst=True)
    try:
        yield
    finally:
        with engine.begin() as connection:
            for index in indexes:
                index.create(connection, checkfirst=True)
            connection.execute(text(f"ANALYZE {table.name}"))
