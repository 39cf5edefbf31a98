"""Revisions: which topics moved. A command bumps its topics in its own transaction."""

from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Connection

from data.live.bell import CHANNEL, moved


def bump(connection: Connection, *topics: str) -> None:
    """One more revision of each topic. Writers of a topic queue here until the first one commits."""
    moved(connection, topics)
    now = int(datetime.now(UTC).timestamp())
    values = tuple(value for topic in sorted(topics) for value in (topic, now))
    connection.exec_driver_sql(_statement(connection.dialect.name, len(topics)), values)


@cache
def _statement(dialect: str, topics: int) -> str:
    """On PostgreSQL it also leaves word for the other processes: that goes out with the commit, once a transaction.

    As text, because a statement of SQLAlchemy with several rows of values is compiled anew each time.
    """
    mark, told = ("%s", f" RETURNING pg_notify('{CHANNEL}', '')") if dialect == "postgresql" else ("?", "")
    rows = ", ".join([f"({mark}, 1, {mark})"] * topics)
    change = "ON CONFLICT (topic) DO UPDATE SET n = revision.n + 1, changed_at = excluded.changed_at"
    return f"INSERT INTO revision (topic, n, changed_at) VALUES {rows} {change}{told}"
