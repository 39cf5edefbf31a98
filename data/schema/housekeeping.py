"""What the house keeps about itself: revisions, alarms, facts, and what the demo has yet to report."""

from sqlalchemy import Column, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

revision = Table(
    "revision",
    metadata,
    Column("topic", String(16), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

alarm = Table(  # what screens are alarmed of; of each kind the ids are committed in their order
    "alarm",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),  # warning, event
    Column("ref", Integer, nullable=False),  # its id there
    Column("level", SmallInteger, nullable=False),  # 1 red, or an event of grade S; 2 orange
    Column("at", Moment, nullable=False),
    Index(None, "kind", "id"),
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
