"""会商: rooms about an event or a warning, who sits in them, their minutes, and what was concluded.

Minutes are only ever added to; a trigger refuses to change a line. Moments are of the city's clock.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

room = Table(
    "room",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("form", String(12), nullable=False),  # ROOM_FORMS
    Column("title", String(96), nullable=False),
    Column("event_id", Integer, ForeignKey("event.id"), index=True),
    Column("warning_id", Integer, ForeignKey("warning.id"), index=True),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # where its subject is
    Column("lo", Integer, nullable=False),  # cells that its opener was asked about
    Column("hi", Integer, nullable=False),
    Column("link", String(400)),  # https, of the city's own conferencing
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("state", String(8), nullable=False),  # ROOM_STATES
    Column("closed_at", Moment),
    Column("closed_by", String(64)),
    Column("summary", Text),
    Column("outcome", String(12)),  # TABLE_OUTCOMES: how a 小方桌 on an event ended
    Column("provenance", String(16), nullable=False),
    Index(None, "state", "opened_at"),
)

room_member = Table(
    "room_member",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room_id", Integer, ForeignKey("room.id"), nullable=False),
    Column("seat", String(80), nullable=False),  # what was chosen, as "agency:…", "role:…@…", "person:…", "account:…"
    Column("words", String(96), nullable=False),  # as lists show it
    Column("who", String(64)),  # a name, as rosters and numbered roles have it
    Column("account_id", Integer, ForeignKey("account.id")),
    Column("agency", String(32)),
    Column("role", String(16)),
    Column("region_id", Integer, ForeignKey("region.id")),  # of the role
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Index(None, "room_id", "seat", unique=True),
)

room_side = Table(  # of a 小方桌: who is at odds, and who goes between them; shown as the reader's clearance allows
    "room_side",
    metadata,
    Column("room_id", Integer, ForeignKey("room.id"), primary_key=True),
    Column("n", SmallInteger, primary_key=True),
    Column("kind", String(8), nullable=False),  # TABLE_SIDES
    Column("name", String(32), nullable=False),
    Column("phone", String(20)),
    sqlite_with_rowid=False,
)

room_line = Table(  # minutes; never changed afterwards
    "room_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room_id", Integer, ForeignKey("room.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("kind", String(8), nullable=False),  # ROOM_LINES
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("words", Text, nullable=False),
    Column("mends", Integer),  # the line that this one corrects
    Index(None, "room_id", "n", unique=True),
)

room_conclusion = Table(
    "room_conclusion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room_id", Integer, ForeignKey("room.id"), nullable=False),
    Column("n", SmallInteger, nullable=False),
    Column("words", Text, nullable=False),
    Column("way", String(12), nullable=False),  # CONCLUSION_WAYS: what it becomes
    Column("agency", String(32)),  # who sees to it; else the responder
    Column("responder_id", Integer, ForeignKey("responder.id")),
    Column("deadline", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("asked_at", Moment),  # when it became a task; only once
    Column("asked_by", String(64)),
    Column("dispatch_id", Integer, ForeignKey("dispatch.id")),
    Column("done_at", Moment),
    Column("done_by", String(64)),
    Column("result", Text),
    Index(None, "room_id", "n", unique=True),
    Index(None, "asked_at"),
)
