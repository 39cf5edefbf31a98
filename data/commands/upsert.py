"""Insert or add up: the one statement that differs between databases by import only."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], *, add: Collection[str]) -> None:
    """Insert `rows`; where the primary key is taken, add the columns in `add` to what is there and set the others."""
    if not rows:
        return
    statement = _INSERT[connection.dialect.name](table)
    keys = {column.name for column in table.primary_key}
    changes = {
        name: table.c[name] + statement.excluded[name] if name in add else statement.excluded[name]
        for name in rows[0]
        if name not in keys
    }
    connection.execute(statement.on_conflict_do_update(index_elements=sorted(keys), set_=changes), list(rows))
