"""Three lists (发展/问题/任务清单) of regions, with what was done, who supports and what they came of; and profiles.

What is past of them (`list_step`, `profile`) is added to and never changed.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, UniqueConstraint

from data.schema.base import metadata
from data.times import Moment

list_item = Table(
    "list_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("kind", String(12), nullable=False),  # LIST_KINDS
    Column("title", String(96), nullable=False),
    Column("text", Text, nullable=False),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # whose list it stands on
    Column("lo", Integer, nullable=False),  # its cells
    Column("hi", Integer, nullable=False),
    Column("agency", String(32)),  # who answers for it; empty: the region itself
    Column("fund", String(64), nullable=False),  # where the money comes from
    Column("begin_day", Integer, nullable=False),  # local, date.toordinal()
    Column("due_day", Integer, nullable=False),
    Column("percent", SmallInteger, nullable=False),
    Column("state", String(8), nullable=False),  # open done dropped
    Column("ended_at", Moment),
    Column("seq", Integer, nullable=False),  # steps it has had
    Column("pair_id", Integer, ForeignKey("list_item.id")),  # an issue and the development it was turned into
    Column("reports", Integer, nullable=False),  # how many reports of events it came of
    Column("made_at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "lo", "kind", "state"),
)

list_step = Table(  # progress and whatever else has become of an item
    "list_step",
    metadata,
    Column("item_id", Integer, ForeignKey("list_item.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("what", String(12), nullable=False),  # STEPS
    Column("words", Text, nullable=False),
    Column("percent", SmallInteger),
    Column("agency", String(32)),  # of steps about support
    sqlite_with_rowid=False,
)

list_support = Table(  # departments that were asked to join
    "list_support",
    metadata,
    Column("item_id", Integer, ForeignKey("list_item.id"), primary_key=True),
    Column("agency", String(32), primary_key=True),
    Column("state", String(8), nullable=False),  # SUPPORTS
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Index(None, "agency"),
    sqlite_with_rowid=False,
)

list_event = Table(  # the chain of reports behind an item
    "list_event",
    metadata,
    Column("item_id", Integer, ForeignKey("list_item.id"), primary_key=True),
    Column("event_id", Integer, ForeignKey("event.id"), primary_key=True),
    Index(None, "event_id"),
    sqlite_with_rowid=False,
)

list_photo = Table(  # evidence, kept as photos of events are
    "list_photo",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Integer, ForeignKey("list_item.id"), nullable=False, index=True),
    Column("seq", Integer, nullable=False),  # the step that it is evidence of
    Column("digest", String(64), nullable=False, index=True),
    Column("added_at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
)

profile = Table(  # 情简介: each text that was proposed for a region, and what the level above said
    "profile",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(12), nullable=False),  # PROFILES
    Column("reason", Text, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("proposed_by", String(64), nullable=False),
    Column("proposer", String(80), nullable=False),  # who it is, whatever the name
    Column("decided_at", Moment),
    Column("decided_by", String(64)),
    Column("answer", Text, nullable=False),
    Column("provenance", String(16), nullable=False),
    UniqueConstraint("region_id", "version"),
)
