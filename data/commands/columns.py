"""Whole columns into and out of a table: many keys are looked up, and many rows written, by one statement."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql

Columns = Mapping[str, Sequence[Any]]


def found(connection: Connection, table: Table, names: Sequence[str], keys: Columns) -> Sequence[Any]:
    """`names` of the rows whose columns `keys` (whole numbers or texts) hold one of the combinations given."""
    on = " AND ".join(f"t.{name} = k.{name}" for name in keys)
    return _joined(connection, table, names, keys, tuple(keys), on)


def within(connection: Connection, table: Table, names: Sequence[str], keys: Columns, column: str) -> Sequence[Any]:
    """`names` of the rows that match `keys`, their `column` from lo on and before hi: two more columns of `keys`."""
    on = " AND ".join(f"t.{name} = k.{name}" for name in keys if name not in ("lo", "hi"))
    like = tuple(column if name in ("lo", "hi") else name for name in keys)
    return _joined(connection, table, names, keys, like, f"{on} AND t.{column} >= k.lo AND t.{column} < k.hi")


def put(connection: Connection, table: Table, columns: Columns, *, instead: str = "") -> None:
    """Insert the rows; where the primary key is taken, set their other columns, or do what `instead` says in SQL."""
    names, values = tuple(columns), list(columns.values())
    if not len(values[0]):
        return
    change = instead or _others(table, names)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_unnest(table, names, change), tuple(map(literal, values)))
    else:
        connection.exec_driver_sql(_insert(table, names, change), list(zip(*values, strict=True)))


def literal(values: Sequence[Any]) -> str:
    """The array as PostgreSQL reads it from a text, in a fraction of the time that a driver takes for a list."""
    told = [_quoted(one) if isinstance(one, str) else "NULL" if one is None else str(one) for one in values]
    return f"{{{','.join(told)}}}"


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _joined(
    connection: Connection, table: Table, names: Sequence[str], keys: Columns, like: tuple[str, ...], on: str
) -> Sequence[Any]:
    """Keys first: each is searched for in the table by its index."""
    values, wanted = list(keys.values()), ", ".join(f"t.{name}" for name in names)
    if not len(values[0]):
        return []
    if connection.dialect.name == "postgresql":
        there = f"unnest({arrays(table, like)}) AS k({', '.join(keys)})"
        command = f"SELECT {wanted} FROM {there} JOIN {table.name} AS t ON {on}"
        return connection.exec_driver_sql(command, tuple(map(literal, values))).all()
    parts = ", ".join(f"value ->> {n} AS {name}" for n, name in enumerate(keys))
    command = f"SELECT {wanted} FROM (SELECT {parts} FROM json_each(?)) AS k CROSS JOIN {table.name} AS t ON {on}"
    return connection.exec_driver_sql(command, (json.dumps(list(zip(*values, strict=True))),)).all()


@cache
def arrays(table: Table, names: tuple[str, ...]) -> str:
    """Marks for a `literal` a column, each said to be of the column's kind."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    kinds = (table.c[name].type.dialect_impl(dialect).compile(dialect=dialect) for name in names)
    return ", ".join(f"%s::{kind}[]" for kind in kinds)


@cache
def _unnest(table: Table, names: tuple[str, ...], change: str) -> str:
    some, conflict = ", ".join(names), _conflict(table, change)
    return f"INSERT INTO {table.name} ({some}) SELECT * FROM unnest({arrays(table, names)}) {conflict}"


@cache
def _insert(table: Table, names: tuple[str, ...], change: str) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks}) {_conflict(table, change)}"


def _conflict(table: Table, change: str) -> str:
    return f"ON CONFLICT ({', '.join(column.name for column in table.primary_key)}) DO UPDATE SET {change}"


def _others(table: Table, names: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key]
    return ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
