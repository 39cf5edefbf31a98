"""Data that went back to their source (退回数源): lots of faults, what has become of them; and what ledgers lack.

What is past of a lot (`source_step`) is added to and never changed.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

source_return = Table(
    "source_return",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("agency", String(32), nullable=False),  # to whom; no foreign key: it may leave the register
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # the smallest around its faults
    Column("lo", Integer, nullable=False),  # its cells
    Column("hi", Integer, nullable=False),
    Column("state", String(12), nullable=False),  # RETURN_STATES
    Column("due_day", Integer, nullable=False),  # local, date.toordinal()
    Column("seq", Integer, nullable=False),  # steps it has had
    Column("n", Integer, nullable=False),  # its faults
    Column("rounds", SmallInteger, nullable=False),  # how often it was returned
    Column("sent_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("ended_at", Moment),
    Column("actor", String(64), nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "lo", "state"),
    Index(None, "agency", "state"),
    Index(None, "due_day"),
)

source_fault = Table(  # as they were when they were returned
    "source_fault",
    metadata,
    Column("return_id", Integer, ForeignKey("source_return.id"), primary_key=True, autoincrement=False),
    Column("key", String(96), primary_key=True),  # kind:name, as data/queries/faults.py finds it again
    Column("kind", String(12), nullable=False),  # FAULT_KINDS
    Column("name", String(160), nullable=False),
    Column("told", Text, nullable=False),
    Column("n", Integer, nullable=False),  # rows at fault
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("way", Text, nullable=False),  # where it is mended
    Index(None, "key"),
    sqlite_with_rowid=False,
)

source_step = Table(
    "source_step",
    metadata,
    Column("return_id", Integer, ForeignKey("source_return.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("what", String(12), nullable=False),  # RETURN_STEPS
    Column("words", Text, nullable=False),
    Column("standing", Integer, nullable=False),  # faults that still stood then
    sqlite_with_rowid=False,
)

record_check = Table(  # how many records of a town lack what they must have
    "record_check",
    metadata,
    Column("key", String(80), primary_key=True),  # data/returns/checks.py
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
