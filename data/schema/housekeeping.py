"""What the house keeps about itself: revisions, facts, and what the demo has yet to report."""

from sqlalchemy import Column, Integer, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

revision = Table(
    "revision",
    metadata,
    Column("topic", String(16), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

house_fact = Table(
    "house_fact",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

demo_pending = Table(
    "demo_pending",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("payload", Text, nullable=False),
)
