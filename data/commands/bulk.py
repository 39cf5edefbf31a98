"""Filling tables fast: by COPY on PostgreSQL, by a file beside (`staged`) or one prepared statement on SQLite."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from sqlalchemy import Connection, Table, func, select
from tqdm import tqdm

from data.commands.encoding import Encoded, encoded
from data.commands.staging import Beside, taken_over, written

BATCH = 100_000
Columns = Mapping[str, Any]  # lists, arrays of numpy, or series of polars


Rows = Columns | pl.DataFrame | Beside | Encoded


def fill(connection: Connection, table: Table, rows: Rows, *, into: str = "", quiet: bool = False) -> int:
    """Append rows, moments as epoch seconds, with a progress bar; returns how many.

    `into` names another table of the same columns (a temporary one).
    """
    name, ready = into or table.name, put_down(connection, table, rows)
    if isinstance(ready, Beside):
        taken_over(connection, ready, name)
        return ready.height
    if isinstance(ready, Encoded):
        _copy(connection, name, ready)
        return ready.height
    with tqdm(
        total=ready.height, desc=name, unit=" rows", unit_scale=True, disable=quiet or ready.height < BATCH
    ) as bar:
        for start in range(0, ready.height, BATCH):
            _insert(connection, name, ready.slice(start, BATCH))
            bar.update(min(BATCH, ready.height - start))
    return ready.height


def put_down(connection: Connection, table: Table, rows: Rows) -> pl.DataFrame | Beside | Encoded:
    """The rows as near to the database as they come without touching it: any thread may do this part of the work."""
    if isinstance(rows, Beside | Encoded):
        return rows
    ready = frame(rows)
    return encoded(table, ready) if connection.dialect.name == "postgresql" else written(connection, ready)


def frame(columns: Columns | pl.DataFrame) -> pl.DataFrame:
    """The columns with their types; texts of numpy are objects, which polars reads as lists."""
    if isinstance(columns, pl.DataFrame):
        return columns
    return pl.DataFrame({name: _series(values) for name, values in columns.items()}, strict=False)


def _series(values: Any) -> Any:
    """Objects that begin with None would not be taken for texts."""
    return (
        pl.Series(values.tolist(), strict=False)
        if getattr(getattr(values, "dtype", None), "kind", "") == "O"
        else values
    )


def renumber(connection: Connection, table: Table) -> None:
    """After rows that came with their own ids: let the database go on counting from the highest."""
    if connection.dialect.name == "postgresql":
        following = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), following, False)))


def _insert(connection: Connection, name: str, part: pl.DataFrame) -> None:
    marks = ", ".join("?" * part.width)
    rows = list(zip(*(column.to_list() for column in part), strict=True))
    connection.exec_driver_sql(f"INSERT INTO {name} ({', '.join(part.columns)}) VALUES ({marks})", rows)


def _copy(connection: Connection, name: str, rows: Encoded) -> None:
    command = f"COPY {name} ({', '.join(rows.columns)}) FROM STDIN (FORMAT binary)"
    with connection.connection.cursor() as cursor, cursor.copy(command) as copy:  # type: ignore[attr-defined]
        for chunk in tqdm(rows.chunks, desc=name, unit_scale=True, disable=rows.height < BATCH):
            copy.write(chunk)
