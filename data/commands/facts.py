"""Facts about this database, one row each."""

from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.schema import house_fact

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def put_fact(connection: Connection, key: str, value: str) -> None:
    """Write or overwrite one fact."""
    changed = connection.execute(update(house_fact).where(house_fact.c.key == key).values(value=value))
    if changed.rowcount == 0:
        connection.execute(insert(house_fact).values(key=key, value=value))


def swap_fact(connection: Connection, key: str, old: str | None, new: str) -> bool:
    """Write `new` where the fact still is `old` (None: not there yet). Of several who try that, one is told True."""
    if old is None:
        statement = _INSERT[connection.dialect.name](house_fact).values(key=key, value=new).on_conflict_do_nothing()
        return connection.scalar(statement.returning(house_fact.c.key)) is not None
    same = (house_fact.c.key == key, house_fact.c.value == old)
    return connection.execute(update(house_fact).where(*same).values(value=new)).rowcount == 1


def fact(connection: Connection, key: str) -> str | None:
    return connection.scalar(select(house_fact.c.value).where(house_fact.c.key == key))
