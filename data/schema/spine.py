"""Regions of the six levels, their outlines and base numbers."""

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data.schema.base import metadata
from data.times import Moment

region = Table(
    "region",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("tree", String(16), nullable=False),  # spine | statutory
    Column("code", String(18), nullable=False),
    Column("name", String(64), nullable=False),
    Column("pinyin", String(128), nullable=False, server_default=""),  # "xitianweizhen xtwz"
    Column("level", SmallInteger, nullable=False),
    Column("parent_id", Integer, ForeignKey("region.id")),
    Column("lo", Integer, nullable=False),
    Column("hi", Integer, nullable=False),
    Column("nbs_code", String(12)),
    Column("mca_code", String(12)),
    Column("kind", String(16), nullable=False),  # official | zone | synthetic
    Column("lon", Float, nullable=False),  # label point, WGS-84
    Column("lat", Float, nullable=False),
    Column("area_km2", Float, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    UniqueConstraint("tree", "code"),
    Index(None, "parent_id"),
    Index(None, "level", "lo"),
)

region_shape = Table(
    "region_shape",
    metadata,
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True),
    Column("provenance", String(16), nullable=False),  # official | synthetic | imported
    Column("source", String(128), nullable=False),
    Column("geometry", Text, nullable=False),  # GeoJSON geometry, WGS-84
)

region_stat = Table(
    "region_stat",
    metadata,
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True),
    Column("villages", Integer, nullable=False),
    Column("grids", Integer, nullable=False),
    Column("cells", Integer, nullable=False),
    Column("population", Integer, nullable=False),
    Column("households", Integer, nullable=False),
    Column("staff", Integer, nullable=False),  # grid staff on the rolls
    Column("staff_on_duty", Integer, nullable=False),
    Column("party_groups", Integer, nullable=False),
    Column("covered_grids", Integer, nullable=False),  # grids with at least one staff member
    Column("as_of", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    sqlite_with_rowid=False,
)
