"""Filling tables fast: many rows by COPY on PostgreSQL, by one prepared statement on SQLite."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, select
from tqdm import tqdm

BATCH = 20_000


def fill(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> int:
    """Append {column: values}, moments as epoch seconds, with a progress bar; returns how many rows."""
    rows = list(zip(*columns.values(), strict=True))
    names = ", ".join(columns)
    with tqdm(total=len(rows), desc=table.name, unit=" rows", unit_scale=True, disable=len(rows) < BATCH) as bar:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            if connection.dialect.name == "postgresql":
                _copy(connection, f"COPY {table.name} ({names}) FROM STDIN", batch)
            else:
                marks = ", ".join("?" * len(columns))
                connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", batch)
            bar.update(len(batch))
    return len(rows)


def renumber(connection: Connection, table: Table) -> None:
    """After rows that came with their own ids: let the database go on counting from the highest."""
    if connection.dialect.name == "postgresql":
        following = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), following, False)))


def _copy(connection: Connection, command: str, batch: Sequence[tuple[Any, ...]]) -> None:
    with connection.connection.cursor() as cursor, cursor.copy(command) as copy:  # type: ignore[attr-defined]
        for row in batch:
            copy.write_row(row)
