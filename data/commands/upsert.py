"""Insert or add up: the one statement that the databases do not share."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *, add: Collection[str]) -> None:
    """Insert `rows`; where the primary key is taken, add the columns in `add` to what is there and set the others."""
    if rows:
        connection.execute(_statement(connection.dialect.name, table, tuple(rows[0]), frozenset(add)), list(rows))


@cache
def _statement(dialect: str, table: Table, names: tuple[str, ...], add: frozenset[str]) -> Any:
    statement = _INSERT[dialect](table)
    keys = [column.name for column in table.primary_key]
    new = {name: statement.excluded[name] for name in names if name not in keys}
    changes = {name: table.c[name] + value if name in add else value for name, value in new.items()}
    return statement.on_conflict_do_update(index_elements=keys, set_=changes)
