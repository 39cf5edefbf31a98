"""线索: topics of public opinion and alarms of video analysis, as others tell them, and what people made of each."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from data.schema.base import metadata
from data.times import Moment

signal = Table(
    "signal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),  # SIGNAL_KINDS
    Column("origin", String(64), nullable=False, server_default=""),  # the sender's name; "" of a file
    Column("code", String(48), nullable=False),  # what its sender calls it
    Column("algorithm", String(16)),  # of an alarm: ALGORITHMS
    Column("category", String(32), nullable=False),  # of the event it would become
    Column("title", String(96), nullable=False),
    Column("words", Text),
    Column("heat", Integer),  # of a topic: how often it is spoken of, as its sender counts
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("place", String(64), nullable=False),
    Column("placed", String(8), nullable=False),  # exact or region, as of an event
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("camera", String(48)),  # of an alarm: code in the register of cameras
    Column("picture", String(400)),  # shown only from a host of YITU_VIDEO_HOSTS
    Column("at", Moment, nullable=False),
    Column("state", String(10), nullable=False),  # SIGNAL_STATES
    Column("judged_at", Moment),
    Column("judged_by", String(64)),
    Column("reason", Text),
    Column("event_id", Integer, ForeignKey("event.id")),
    Column("provenance", String(16), nullable=False),
    Unique("kind", "origin", "code"),
    Index(None, "kind", "at", "cell_id"),
    Index(None, "event_id"),
)
