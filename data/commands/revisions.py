"""Revisions: which topics moved. A command bumps its topics in its own transaction."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func
from sqlalchemy.dialects import postgresql, sqlite

from data.live.bell import CHANNEL, moved
from data.schema import revision

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def bump(connection: Connection, *topics: str) -> None:
    """One more revision of each topic. Writers of a topic queue here until the first one commits."""
    moved(connection, topics)
    named = {f"topic_{n}": topic for n, topic in enumerate(sorted(topics))}
    connection.execute(_statement(connection.dialect.name, len(topics)), named | {"now": datetime.now(UTC)})


@cache
def _statement(dialect: str, topics: int) -> Any:
    """On PostgreSQL it also leaves word for the other processes: that goes out with the commit, once a transaction."""
    now = bindparam("now", type_=revision.c.changed_at.type)
    rows = [{"topic": bindparam(f"topic_{n}"), "n": 1, "changed_at": now} for n in range(topics)]
    more = {"n": revision.c.n + 1, "changed_at": now}
    statement = _INSERT[dialect](revision).values(rows).on_conflict_do_update(index_elements=["topic"], set_=more)
    return statement.returning(func.pg_notify(CHANNEL, "")) if dialect == "postgresql" else statement
