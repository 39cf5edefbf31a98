"""Events, their history, and the cube over them."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table

from data.schema.base import metadata
from data.times import Moment

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("title", String(96), nullable=False),
    Column("category", String(24), nullable=False),
    Column("source", String(16), nullable=False),
    Column("grade", String(1), nullable=False),  # S A B C, gravest first
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("place", String(64), nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("stage", String(12), nullable=False),
    Column("reported_at", Moment, nullable=False),
    Column("filed_at", Moment),
    Column("assigned_at", Moment),
    Column("handled_at", Moment),
    Column("verified_at", Moment),
    Column("closed_at", Moment),
    Column("rated_at", Moment),
    Column("deadline_at", Moment, nullable=False),
    Column("rating", SmallInteger),
    Column("provenance", String(16), nullable=False),
    Index(None, "reported_at", "cell_id"),
    Index(None, "cell_id", "reported_at"),
    Index(None, "stage", "reported_at"),
)

event_history = Table(
    "event_history",
    metadata,
    Column("event_id", Integer, ForeignKey("event.id"), primary_key=True),
    Column("seq", SmallInteger, primary_key=True),
    Column("stage", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(32), nullable=False),
    sqlite_with_rowid=False,
)

event_day = Table(
    "event_day",
    metadata,
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True),
    Column("day", Integer, primary_key=True),  # date.toordinal()
    Column("reported", Integer, nullable=False),
    Column("filed", Integer, nullable=False),
    Column("assigned", Integer, nullable=False),
    Column("handled", Integer, nullable=False),
    Column("verified", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("rated", Integer, nullable=False),
    Column("on_time", Integer, nullable=False),  # closed before the deadline
    Column("rating_sum", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

event_dwell = Table(
    "event_dwell",
    metadata,
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("stage", String(12), primary_key=True),
    Column("bucket", SmallInteger, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
