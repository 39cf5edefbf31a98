"""Adding rows up: insert them, or add to what is there. Few rows or millions, one statement a table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import Connection, Table

from data.commands.bulk import Columns, fill, frame
from data.commands.columns import arrays, literal, put
from data.commands.staging import Beside, taken_over, written

MANY = 5_000  # rows from which PostgreSQL is faster by way of a temporary table


def add_up(connection: Connection, table: Table, rows: Columns | pl.DataFrame | Beside) -> None:
    """Rows of keys and measures of `table`: keys differ among themselves, measures are added."""
    ready = rows if isinstance(rows, Beside) else written(connection, frame(rows))
    if isinstance(ready, Beside):
        taken_over(connection, ready, table.name, _conflict(table, (*ready.columns, *ready.same)))
    elif connection.dialect.name == "postgresql" and ready.height >= MANY:
        _by_way_of(connection, table, ready)
    elif ready.height:
        add_few(connection, table, ready.columns, ready.rows())


def add_few(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """The same of rows, by one statement."""
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    put(connection, table, columns, instead=_sums(table, tuple(names)))


def sweep(connection: Connection, table: Table, empty: Sequence[str], keys: Sequence[Mapping[str, Any]]) -> None:
    """Of these rows take away those whose columns `empty` have all come down to 0."""
    if not keys:
        return
    names, rows = tuple(keys[0]), [tuple(key.values()) for key in keys]
    if connection.dialect.name == "postgresql":
        keyed = tuple(map(literal, zip(*rows, strict=True)))
        connection.exec_driver_sql(_gone_of(table, tuple(empty), names), keyed)
    else:
        connection.exec_driver_sql(_gone(table, tuple(empty), names), rows)


@cache
def _gone(table: Table, empty: tuple[str, ...], names: tuple[str, ...]) -> str:
    mine = " AND ".join([f"{name} = ?" for name in names] + [f"{name} = 0" for name in empty])
    return f"DELETE FROM {table.name} WHERE {mine}"


@cache
def _gone_of(table: Table, empty: tuple[str, ...], names: tuple[str, ...]) -> str:
    mine = " AND ".join([f"t.{name} = k.{name}" for name in names] + [f"t.{name} = 0" for name in empty])
    there = f"unnest({arrays(table, names)}) AS k({', '.join(names)})"
    return f"DELETE FROM {table.name} AS t USING {there} WHERE {mine}"


def _by_way_of(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    there = f"new_{table.name}"
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {there} (LIKE {table.name} INCLUDING DEFAULTS) ON COMMIT DROP")
    fill(connection, table, rows, into=there, quiet=True)
    names = ", ".join(rows.columns)
    conflict = _conflict(table, tuple(rows.columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {there} {conflict}")
    connection.exec_driver_sql(f"DROP TABLE {there}")


@cache
def _conflict(table: Table, names: tuple[str, ...]) -> str:
    keys = ", ".join(column.name for column in table.primary_key)
    return f"ON CONFLICT ({keys}) DO UPDATE SET {_sums(table, names)}"


@cache
def _sums(table: Table, names: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key]
    return ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in names if name not in keys)
