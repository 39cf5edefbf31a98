"""联络: who was to be called, told or spoken to over loudspeakers, by whom, why, and what came of each of them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

callout = Table(
    "callout",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("key", String(160), nullable=False, unique=True),  # the same key again is the same call
    Column("digest", String(64), nullable=False),  # SHA-256 of what was asked under it
    Column("kind", String(12), nullable=False),  # CALLOUT_KINDS
    Column("way", String(12), nullable=False),  # WAYS: the channel
    Column("title", String(64), nullable=False),
    Column("words", Text, nullable=False),
    Column("groups", Text, nullable=False),  # who was chosen, in words
    Column("event_id", Integer, ForeignKey("event.id")),  # what it is about, where it is about one of these
    Column("warning_id", Integer, ForeignKey("warning.id")),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("lo", Integer, nullable=False),  # cells of that region
    Column("hi", Integer, nullable=False),
    Column("n", Integer, nullable=False),  # targets
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("finish_by", Moment),
    Column("stopped_at", Moment),
    Column("stopped_by", String(64)),
    Column("stopped_words", Text),
    Column("provenance", String(16), nullable=False),
    Index(None, "at"),
)

callout_target = Table(
    "callout_target",
    metadata,
    Column("callout_id", Integer, ForeignKey("callout.id"), primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("code", String(48), nullable=False),
    Column("name", String(96), nullable=False),
    Column(
        "who", String(24), nullable=False
    ),  # group: responder:desk, persons:risk_point, ledger:person, speaker:village
    Column("address", String(128), nullable=False),
    Column("message", String(36), unique=True),  # the newest in the outbox; what was tried before stays in its log
    Column("tries", Integer, nullable=False),
    Column("answer", String(12)),  # ANSWERS
    Column("answered_at", Moment),
    Column("answer_by", String(64)),
    Column("answer_words", Text),
    Index(None, "callout_id", "answer"),
    sqlite_with_rowid=False,
)
