"""What has changed: one small read that keys every cached answer."""

from sqlalchemy import Connection, select

from data.schema import revision

HOUSE = "house"  # a topic that never moves: a number of the database's own, for caches that outlive it


def revisions(connection: Connection) -> dict[str, int]:
    """{topic: n}. A topic nobody has touched is absent."""
    return dict(connection.execute(select(revision.c.topic, revision.c.n)).all())
