"""Things with a place: the registers. What each is, its history, who answers for it, how many lie in each region.

A layer is a register (`data.words.KINDS`); `attributes` holds what `data/things/fields.py` declares for the layer.
"""

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, text
from sqlalchemy import UniqueConstraint as Unique

from data.schema.base import metadata
from data.times import Moment

feature = Table(
    "feature",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("layer", String(16), nullable=False),  # KINDS
    Column("code", String(48), nullable=False),  # what its register calls it
    Column("kind", String(32), nullable=False),
    Column("grade", SmallInteger, nullable=False),  # 1 gravest .. 4; 0 where grades do not apply
    Column("name", String(96), nullable=False),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("quantity", Integer, nullable=False, server_default="1"),
    Column("attributes", JSON, nullable=False, server_default=text("'{}'")),
    Column("as_of", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Column("seq", Integer, nullable=False, server_default="1"),  # states it has had; a change asks for the last
    Column("retired_at", Moment),  # no longer there: not counted, not drawn
    Index(None, "layer", "cell_id"),
    Index(None, "layer", "lat"),  # what stands about a place
    Unique("layer", "code"),
)

feature_history = Table(  # who changed what and when; never changed afterwards
    "feature_history",
    metadata,
    Column("feature_id", Integer, ForeignKey("feature.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("move", String(8), nullable=False),  # add edit retire restore patrol
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text),
    Column("change", Text, nullable=False),  # JSON: {what: [before, after]}
    sqlite_with_rowid=False,
)

feature_person = Table(  # the chain of responsible persons, from the city down to the grid
    "feature_person",
    metadata,
    Column("feature_id", Integer, ForeignKey("feature.id"), primary_key=True),
    Column("level", SmallInteger, primary_key=True),  # 1 city .. 5 grid
    Column("role", String(32), primary_key=True),  # what he is called there, as 巡查责任人
    Column("name", String(32), nullable=False),
    Column("phone", String(20)),  # on duty; shown as the reader's clearance allows (`data/things/masks.py`)
    sqlite_with_rowid=False,
)

feature_count = Table(
    "feature_count",
    metadata,
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True),
    Column("layer", String(16), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("grade", SmallInteger, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

feature_notice = Table(  # what those of a thing were told, by whom; the message itself is in the outbox
    "feature_notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feature_id", Integer, ForeignKey("feature.id"), nullable=False, index=True),
    Column("message", String(36), nullable=False, unique=True),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
)
