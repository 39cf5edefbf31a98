"""What comes in by the doors: senders and their keys, what they called their rows, files, and the quarantine."""

from sqlalchemy import Column, Index, Integer, LargeBinary, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

sender = Table(
    "sender",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the key, which is shown once
    Column("lo", Integer, nullable=False),  # the cells it may write and read
    Column("hi", Integer, nullable=False),
    Column("role", String(16), nullable=False),
    Column("source", String(16), nullable=False),
    Column("departments", Text, nullable=False, server_default='["*"]'),  # JSON: codes of agencies, or * for all
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("used_at", Moment),  # last, to the hour
)

sent_once = Table(  # a request that came twice is answered as it was the first time
    "sent_once",
    metadata,
    Column("sender_id", Integer, primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)

event_external = Table(  # what a sender calls an event of ours
    "event_external",
    metadata,
    Column("origin", String(64), primary_key=True),
    Column("external_id", String(128), primary_key=True),
    Column("event_id", Integer, nullable=False),
    sqlite_with_rowid=False,
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", String(255), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("profile", String(64), nullable=False),
    Column("origin", String(64), nullable=False),
    Column("state", String(12), nullable=False),  # running done
    Column("rows_read", Integer, nullable=False),
    Column("imported", Integer, nullable=False),
    Column("merged", Integer, nullable=False),  # known by its external id already
    Column("quarantined", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(None, "digest", "profile"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("door", String(16), nullable=False),  # api open311 file form
    Column("origin", String(64), nullable=False),
    Column("profile", String(64), nullable=False),  # how the raw row is read; empty: as our own JSON
    Column("batch_id", Integer),
    Column("row", Integer),
    Column("raw", Text, nullable=False),  # JSON of the row as it came
    Column("fault", String(24), nullable=False),  # a code to count by
    Column("reason", Text, nullable=False),  # a sentence for a person
    Column("at", Moment, nullable=False),
    Column("state", String(12), nullable=False),  # waiting replayed dropped
    Column("event_id", Integer),
    Column("settled_by", String(64)),
    Column("settled_at", Moment),
    Index(None, "state", "at"),
)
