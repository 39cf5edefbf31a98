"""战时: regions that were put on a war footing, why, by whom, and since when until when."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

footing = Table(
    "footing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("lo", Integer, nullable=False),  # cells of that region
    Column("hi", Integer, nullable=False),
    Column("event_id", Integer, ForeignKey("event.id")),  # what it is about, where it is about one of these
    Column("warning_id", Integer, ForeignKey("warning.id")),
    Column("words", Text, nullable=False),  # why
    Column("begun_at", Moment, nullable=False),
    Column("begun_by", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String(64)),
    Column("ended_role", String(16)),
    Column("ended_words", Text),
    Column("provenance", String(16), nullable=False),
    Index(None, "ended_at"),
)
AT_WAR = footing.c.ended_at.is_(None)
# A region is on one footing at a time: the database itself says so.
Index("ix_footing_war", footing.c.region_id, unique=True, sqlite_where=AT_WAR, postgresql_where=AT_WAR)
