"""What has changed: one small read that keys every cached answer."""

from sqlalchemy import Connection, select

from data.schema import revision


def revisions(connection: Connection) -> dict[str, int]:
    """{topic: n}. A topic nobody has touched is absent."""
    return dict(connection.execute(select(revision.c.topic, revision.c.n)).all())
