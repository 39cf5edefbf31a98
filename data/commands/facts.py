"""Facts about this database, one row each."""

from sqlalchemy import Connection, insert, select, update

from data.schema import house_fact


def put_fact(connection: Connection, key: str, value: str) -> None:
    """Write or overwrite one fact."""
    changed = connection.execute(update(house_fact).where(house_fact.c.key == key).values(value=value))
    if changed.rowcount == 0:
        connection.execute(insert(house_fact).values(key=key, value=value))


def fact(connection: Connection, key: str) -> str | None:
    return connection.scalar(select(house_fact.c.value).where(house_fact.c.key == key))
