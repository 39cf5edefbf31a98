"""Adding rows up: insert them, or add to what is there. Few rows or millions, one statement a table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql

from data.commands.bulk import Columns, fill, frame
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
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_unnest(table, tuple(names)), tuple(map(list, zip(*rows, strict=True))))
    else:
        connection.exec_driver_sql(_insert(table, tuple(names)), list(rows))


def sweep(connection: Connection, table: Table, empty: Sequence[str], keys: Sequence[Mapping[str, Any]]) -> None:
    """Of these rows take away those whose columns `empty` have all come down to 0."""
    if not keys:
        return
    names, rows = tuple(keys[0]), [tuple(key.values()) for key in keys]
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_gone_of(table, tuple(empty), names), tuple(map(list, zip(*rows, strict=True))))
    else:
        connection.exec_driver_sql(_gone(table, tuple(empty), names), rows)


@cache
def _gone(table: Table, empty: tuple[str, ...], names: tuple[str, ...]) -> str:
    mine = " AND ".join([f"{name} = ?" for name in names] + [f"{name} = 0" for name in empty])
    return f"DELETE FROM {table.name} WHERE {mine}"


@cache
def _gone_of(table: Table, empty: tuple[str, ...], names: tuple[str, ...]) -> str:
    mine = " AND ".join([f"t.{name} = k.{name}" for name in names] + [f"t.{name} = 0" for name in empty])
    there = f"unnest({_arrays(table, names)}) AS k({', '.join(names)})"
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
def _unnest(table: Table, names: tuple[str, ...]) -> str:
    there = f"unnest({_arrays(table, names)})"
    return f"INSERT INTO {table.name} ({', '.join(names)}) SELECT * FROM {there} {_conflict(table, names)}"


@cache
def _arrays(table: Table, names: tuple[str, ...]) -> str:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    kinds = (table.c[name].type.dialect_impl(dialect).compile(dialect=dialect) for name in names)
    return ", ".join(f"%s::{kind}[]" for kind in kinds)


@cache
def _insert(table: Table, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks}) {_conflict(table, names)}"


@cache
def _conflict(table: Table, names: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key]
    sums = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in names if name not in keys)
    return f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}"
