"""Revisions: which topics moved. A command bumps its topics in its own transaction."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from data.commands.upsert import upsert
from data.live.bell import moved
from data.schema import revision


def bump(connection: Connection, *topics: str) -> None:
    """One more revision of each topic. Writers of a topic queue here until the first one commits."""
    now = datetime.now(UTC)
    moved(connection)
    for topic in sorted(topics):
        upsert(connection, revision, [{"topic": topic, "n": 1, "changed_at": now}], add=["n"])
