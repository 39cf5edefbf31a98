"""What the duty room moves and sees from afar: gates, pumps and valves, orders to them, video feeds, ticked lists.

A control is told what it is by a register and moved by people there; an order is what somebody here asked of it. An
order is never changed: `control_step` says what became of it, and `control_order.state` is the last of these.
"""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

control = Table(
    "control",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(48), nullable=False, unique=True),  # what its register calls it
    Column("name", String(96), nullable=False),
    Column("kind", String(8), nullable=False),  # CONTROL_KINDS
    Column("system", String(96), nullable=False),  # the water system it belongs to, by its name
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False, index=True),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("capacity", Float),  # in `unit`; none where nobody has told it
    Column("unit", String(16), nullable=False),
    Column("state", String(12), nullable=False),  # CONTROL_STATES: as last told from there
    Column("seq", Integer, nullable=False, server_default="0"),  # orders and answers so far; an order asks for the last
    Column("as_of", Moment, nullable=False),  # when its state was last told
    Column("provenance", String(16), nullable=False),
)

control_eye = Table(  # which station tells what a control is moved by
    "control_eye",
    metadata,
    Column("control_id", Integer, ForeignKey("control.id"), primary_key=True),
    Column("eye", String(12), primary_key=True),  # CONTROL_EYES
    Column("station_id", Integer, ForeignKey("station.id"), nullable=False),
    sqlite_with_rowid=False,
)

control_order = Table(
    "control_order",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("control_id", Integer, ForeignKey("control.id"), nullable=False),
    Column("seq", Integer, nullable=False),  # the how-manieth move of its control
    Column("what", String(12), nullable=False),  # CONTROL_ORDERS
    Column("why", Text, nullable=False),
    Column("rule", String(48)),  # the suggestion it follows; none where a person had the idea
    Column("told", Text),  # the words and numbers of that suggestion, as they were shown
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("key", String(128), nullable=False, unique=True),  # the same key again is the same order
    Column("state", String(12), nullable=False),  # ORDER_STATES
    Column("tries", SmallInteger, nullable=False),  # how often it was sent
    Column("provenance", String(16), nullable=False),
    Index(None, "control_id", "seq", unique=True),
    Index(None, "state"),
)

control_step = Table(
    "control_step",
    metadata,
    Column("order_id", Integer, ForeignKey("control_order.id"), primary_key=True),
    Column("seq", SmallInteger, primary_key=True),
    Column("state", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("words", Text),  # what the gateway or the person there said
    sqlite_with_rowid=False,
)

video = Table(  # feeds that people may look at: a link, a picture, and whether anybody has seen it work
    "video",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(48), nullable=False, unique=True),
    Column("name", String(96), nullable=False),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False, index=True),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("feature_id", Integer, ForeignKey("feature.id")),  # the camera of the register, where it is one
    Column("link", String(400)),
    Column("snapshot", String(400)),
    Column("state", String(12), nullable=False),  # VIDEO_STATES
    Column("checked_at", Moment),
    Column("as_of", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
)

check_tick = Table(  # who ticked what of the check lists, and who took it back; the last one counts
    "check_tick",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", Integer, nullable=False),  # local day number
    Column("phase", String(8), nullable=False),  # PHASES
    Column("item", String(96), nullable=False),  # the item's own words
    Column("done", Boolean, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "day", "phase"),
)
