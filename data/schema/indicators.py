"""Indicators: what they mean in every version, what was said of them and what that replaced, what follows from it."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

indicator = Table(
    "indicator",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name_zh", String(128), nullable=False),
    Column("name_en", String(128), nullable=False),
    Column("domain", String(32), nullable=False),
    Column("branch", String(32), nullable=False, server_default=""),  # the class within the domain: 领域 → 类 → 项
    Column("unit", String(16), nullable=False),
    Column("formula", Text),  # in words, as its publisher defines it
    Column("calc", Text),  # a formula over others, in the grammar of data/indicator/grammar.py
    Column("cube", Text),  # a query over the event cube, as JSON
    Column("roll", String(8), nullable=False, server_default=""),  # sum: a region's is the sum of those below it
    Column("source", String(128), nullable=False),
    Column("department", String(64), nullable=False),
    Column("frequency", String(16), nullable=False),  # once | month | quarter | half | year | live
    Column("direction", SmallInteger, nullable=False),  # 1 more is better, -1 less is better, 0 neither
    Column("target", Float),
    Column("low", Float),  # below it is abnormal
    Column("high", Float),  # above it is abnormal
    Column("sort", Integer, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="0"),  # 0: as it was loaded
)

indicator_version = Table(
    "indicator_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(64), ForeignKey("indicator.code"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("definition", Text, nullable=False),  # JSON of data/indicator/definition.py
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "code", "version", unique=True),
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
    Column("period", String(48), nullable=False),  # 2024-06 | 2024-01..2024-06 | 2024Q2 | asof 2024-07 | …
    Column("value", Float, nullable=False),
    Column("comparator", String(8), nullable=False),  # exact over nearly approx under over_by
    Column("as_of", Moment),  # null: the source does not say
    Column("provenance", String(16), nullable=False),  # published | measured | simulated
    Column("source", String(160), nullable=False),
    Column("said_at", Moment),  # null: with the city
    Column("said_by", String(64)),
    Index(None, "indicator_code", "region_id", "period"),
)

indicator_restated = Table(  # what was said before, until when, and why not any more
    "indicator_restated",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator_code", String(64), ForeignKey("indicator.code"), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id")),
    Column("place", String(64), nullable=False),
    Column("period", String(48), nullable=False),
    Column("was", Float, nullable=False),
    Column("became", Float, nullable=False),
    Column("provenance", String(16), nullable=False),
    Column("source", String(160), nullable=False),  # of what it was
    Column("said_at", Moment),
    Column("said_by", String(64)),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "indicator_code", "region_id", "period"),
)

indicator_block = Table(  # what follows: values of one indicator by region (rows) and period (columns), packed
    "indicator_block",
    metadata,
    Column("code", String(64), ForeignKey("indicator.code"), primary_key=True),
    Column("form", String(8), primary_key=True),  # month ytd quarter year
    Column("version", Integer, nullable=False),
    Column("first", Integer, nullable=False),  # the month its first period ends with: year * 12 + month - 1
    Column("count", Integer, nullable=False),
    Column("regions", LargeBinary, nullable=False),  # int32, ascending
    Column("data", LargeBinary, nullable=False),  # float64, NaN where there is none
    Column("worth", LargeBinary, nullable=False),  # uint8: 0 published 1 measured 2 simulated
    Column("made_at", Moment, nullable=False),
)
