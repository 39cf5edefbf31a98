"""Data that are shared: who asked for what, on what terms it was granted until when, and what flowed when.

What is past (`share_step`, `share_delivery`) is added to and never changed.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

share = Table(
    "share",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("resource", String(64), nullable=False),
    Column("agency", String(32), nullable=False),  # who asks; no foreign key: it may leave the register
    Column("purpose", Text, nullable=False),
    Column("fields", Text, nullable=False),  # codes, with commas: as asked, then as granted
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # of where
    Column("lo", Integer, nullable=False),  # its cells
    Column("hi", Integer, nullable=False),
    Column("until_day", Integer, nullable=False),  # the last one, local, date.toordinal()
    Column("terms", Text, nullable=False),
    Column("state", String(8), nullable=False),  # SHARE_STATES
    Column("seq", Integer, nullable=False),  # steps it has had
    Column("asked_at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "resource", "state"),
    Index(None, "agency"),
)

share_step = Table(
    "share_step",
    metadata,
    Column("share_id", Integer, ForeignKey("share.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("what", String(8), nullable=False),  # SHARE_STEPS
    Column("words", Text, nullable=False),
    sqlite_with_rowid=False,
)

share_delivery = Table(
    "share_delivery",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("share_id", Integer, ForeignKey("share.id"), index=True),  # null: given back to the region itself (反哺)
    Column("resource", String(64), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("lo", Integer, nullable=False),
    Column("hi", Integer, nullable=False),
    Column("form", String(4), nullable=False),  # json csv xlsx
    Column("n", Integer, nullable=False),  # rows
    Column("who", String(64), nullable=False),
    Column("at", Moment, nullable=False, index=True),
)
