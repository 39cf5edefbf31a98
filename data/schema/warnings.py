"""Warning rules, the warnings they raise, and who has done what about them.

A warning is the fold of its history, as an event is. `warning_top` counts live warnings by colour for every region
at or around which they are: the colours at or inside a region are one row each away.
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, false

from data.schema.base import metadata
from data.times import Moment

warning_rule = Table(
    "warning_rule",
    metadata,
    Column("code", String(48), primary_key=True),
    Column("version", SmallInteger, primary_key=True),  # the highest is in force; warnings keep theirs
    Column("name", String(96), nullable=False),
    Column("field", String(16), nullable=False),  # WARNING_FIELDS
    Column("what", Text, nullable=False),  # JSON, see data/warn/rule.py
    Column("enabled", Boolean, nullable=False),
    Column("source", String(128), nullable=False),  # the standard or document it comes from
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("link", String(8), nullable=False, server_default=""),  # CHEM_LINKS, where it is about hazardous chemicals
    sqlite_with_rowid=False,
)

warning_rule_step = Table(  # who changed a rule, or turned it on or off, and why
    "warning_rule_step",
    metadata,
    Column("code", String(48), primary_key=True),
    Column("seq", SmallInteger, primary_key=True),
    Column("version", SmallInteger, nullable=False),  # in force after it
    Column("move", String(8), nullable=False),  # RULE_MOVES
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text),
    sqlite_with_rowid=False,
)

forecast = Table(  # what offices expect of a region; of each issuer and quantity the newest word holds
    "forecast",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issuer", String(64), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("quantity", String(16), nullable=False),  # QUANTITIES, which gives the unit
    Column("issued_at", Moment, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("value", Float, nullable=False),
    Column("provenance", String(16), nullable=False),
    Column("received_at", Moment, nullable=False),
    Index("ix_forecast_told", "issuer", "region_id", "quantity", "issued_at", "since", "until", unique=True),
    Index(None, "until"),
)

warning = Table(
    "warning",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),  # W, the local date, and the how-manieth of that day
    Column("rule", String(48)),  # none for what came from elsewhere (CAP) or was raised by a person
    Column("version", SmallInteger),
    Column("field", String(16), nullable=False),
    Column("title", String(96), nullable=False),
    Column("colour", SmallInteger, nullable=False),  # WARNING_COLOURS: 1 red .. 4 blue
    Column("peak", SmallInteger, nullable=False),  # the gravest it has been
    Column("state", String(12), nullable=False),  # WARNING_STATES
    Column("station_id", Integer),  # what it is about, where it is about one station
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # the finest region that holds all of it
    Column(
        "lo", Integer, nullable=False, server_default="0"
    ),  # the cells of that region, so that no list has to look them up
    Column("hi", Integer, nullable=False, server_default="0"),
    Column(
        "several", Boolean, nullable=False, server_default=false()
    ),  # it covers only some regions there, those of `warning_region`
    Column("words", Text, nullable=False),  # why, in words and numbers
    Column("evidence", Text, nullable=False),  # JSON: what fired it, enough to derive it again
    Column("raised_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("ended_at", Moment),  # cleared: live no more
    Column("seq", SmallInteger, nullable=False),
    Column("origin", String(64), nullable=False),  # rule, the CAP sender, or a person
    Column("provenance", String(16), nullable=False),
    Column("judged", String(8)),  # by a person afterwards: hit, false
    Index(None, "raised_at"),
    Index(None, "rule", "raised_at"),
    Index(None, "changed_at"),
)
LIVE = warning.c.ended_at.is_(None)
Index("ix_warning_live", warning.c.region_id, sqlite_where=LIVE, postgresql_where=LIVE)

warning_region = Table(  # what a warning covers, where that is more than one region
    "warning_region",
    metadata,
    Column("warning_id", Integer, primary_key=True),
    Column("region_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

warning_event = Table(  # events that a warning has become
    "warning_event",
    metadata,
    Column("warning_id", Integer, primary_key=True),
    Column("event_id", Integer, primary_key=True, index=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    sqlite_with_rowid=False,
)

warning_history = Table(
    "warning_history",
    metadata,
    Column("warning_id", Integer, primary_key=True),
    Column("seq", SmallInteger, primary_key=True),
    Column("move", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text),
    Column("change", Text),  # JSON: what the move set
    sqlite_with_rowid=False,
)

warning_top = Table(  # live warnings by colour: those at or inside a region
    "warning_top",
    metadata,
    Column("region_id", Integer, primary_key=True),
    Column("colour", SmallInteger, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

cap_message = Table(  # CAP 1.2 messages as they came, each taken once
    "cap_message",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sender", String(128), nullable=False),
    Column("identifier", String(128), nullable=False),
    Column("sent", Moment, nullable=False),
    Column("status", String(12), nullable=False),  # Actual Exercise System Test Draft
    Column("kind", String(12), nullable=False),  # Alert Update Cancel Ack Error
    Column("warning_id", Integer),
    Column("raw", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Index(None, "sender", "identifier", unique=True),
)
