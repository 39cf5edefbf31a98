"""Indicators and their values."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

indicator = Table(
    "indicator",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name_zh", String(128), nullable=False),
    Column("name_en", String(128), nullable=False),
    Column("domain", String(32), nullable=False),
    Column("unit", String(16), nullable=False),
    Column("formula", Text),
    Column("source", String(128), nullable=False),
    Column("department", String(64), nullable=False),
    Column("frequency", String(16), nullable=False),  # once | month | quarter | half | year | live
    Column("direction", SmallInteger, nullable=False),  # 1 more is better, -1 less is better, 0 neither
    Column("target", Float),
    Column("sort", Integer, nullable=False, server_default="0"),
)

indicator_value = Table(
    "indicator_value",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator_code", String(64), ForeignKey("indicator.code"), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id")),  # null: a place outside this city
    Column("place_level", String(16), nullable=False),  # nation province city county town village cell site
    Column("place", String(64), nullable=False),
    Column("system", String(64), nullable=False, server_default=""),
    Column("period", String(48), nullable=False),  # 2024-06 | 2024-01..2024-06 | asof 2024-07 | …
    Column("value", Float, nullable=False),
    Column("comparator", String(8), nullable=False),  # exact over nearly approx under over_by
    Column("as_of", Moment),  # null: the source does not say
    Column("provenance", String(16), nullable=False),  # published | measured | simulated
    Column("source", String(160), nullable=False),
    Index(None, "indicator_code", "region_id", "period"),
)
