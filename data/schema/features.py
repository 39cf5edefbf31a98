"""Things with a place, and how many of them lie in each region."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table

from data.schema.base import metadata
from data.times import Moment

feature = Table(
    "feature",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("layer", String(16), nullable=False),  # risk_point | key_site | resource | camera
    Column("kind", String(32), nullable=False),
    Column("grade", SmallInteger, nullable=False),  # 1 gravest .. 4; 0 where grades do not apply
    Column("name", String(96), nullable=False),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("quantity", Integer, nullable=False, server_default="1"),
    Column("as_of", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "layer", "cell_id"),
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
