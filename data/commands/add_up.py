"""Adding rows up: insert them, or add to what is there. Few rows or millions, one statement a table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import polars as pl
from sqlalchemy import Connection, Delete, Table, bindparam, delete
from sqlalchemy.dialects import postgresql

from data.commands.bulk import Rows, fill, put_down
from data.commands.staging import Beside, attached

MANY = 5_000  # rows from which PostgreSQL is faster by way of a temporary table


def add_up(connection: Connection, table: Table, rows: Rows) -> None:
    """Rows of keys and measures of `table`: keys differ among themselves, measures are added."""
    ready = put_down(connection, rows)
    if isinstance(ready, Beside):
        _take_over(connection, table, tuple(ready.columns), attached(connection, ready))
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


class Addition(NamedTuple):
    """Rows to be added up in a table: values of `names`, keys first."""

    table: Table
    names: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


def add_several(connection: Connection, additions: Sequence[Addition]) -> None:
    """The same of several tables. PostgreSQL is asked once, not once a table; a second time for a table's second."""
    rest = list(additions)
    while rest:
        now = list({one.table: one for one in reversed(rest)}.values())[::-1]  # the first of each table
        rest = [one for one in rest if one not in now]
        if connection.dialect.name == "postgresql":
            text = _together(tuple((one.table, one.names) for one in now))
            connection.exec_driver_sql(text, tuple(list(n) for one in now for n in zip(*one.rows, strict=True)))
        else:
            for one in now:
                add_few(connection, *one)


@cache
def _together(tables: tuple[tuple[Table, tuple[str, ...]], ...]) -> str:
    *others, last = (_unnest(*one) for one in tables)
    begun = ", ".join(f"added_{n} AS ({text})" for n, text in enumerate(others))
    return f"WITH {begun} {last}" if others else last


def sweep(connection: Connection, table: Table, empty: Sequence[str], keys: Sequence[Mapping[str, Any]]) -> None:
    """Of these rows take away those whose columns `empty` have all come down to 0."""
    if keys:
        gone = _gone(table, tuple(empty), tuple(keys[0]))
        connection.execute(gone, [{f"k_{name}": value for name, value in key.items()} for key in keys])


@cache
def _gone(table: Table, empty: tuple[str, ...], names: tuple[str, ...]) -> Delete:
    mine = (table.c[name] == bindparam(f"k_{name}") for name in names)
    return delete(table).where(*mine, *(table.c[name] == 0 for name in empty))


def _by_way_of(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    there = f"new_{table.name}"
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {there} (LIKE {table.name} INCLUDING DEFAULTS) ON COMMIT DROP")
    fill(connection, table, rows, into=there, quiet=True)
    _take_over(connection, table, tuple(rows.columns), there)
    connection.exec_driver_sql(f"DROP TABLE {there}")


def _take_over(connection: Connection, table: Table, names: tuple[str, ...], there: str) -> None:
    some = ", ".join(names)
    command = f"INSERT INTO {table.name} ({some}) SELECT {some} FROM {there} WHERE true {_conflict(table, names)}"
    connection.exec_driver_sql(command)


@cache
def _unnest(table: Table, names: tuple[str, ...]) -> str:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    kinds = (table.c[name].type.dialect_impl(dialect).compile(dialect=dialect) for name in names)
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return f"INSERT INTO {table.name} ({', '.join(names)}) SELECT * FROM unnest({arrays}) {_conflict(table, names)}"


@cache
def _insert(table: Table, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks}) {_conflict(table, names)}"


@cache
def _conflict(table: Table, names: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key]
    sums = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in names if name not in keys)
    return f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}"
