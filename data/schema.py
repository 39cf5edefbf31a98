"""The one MetaData: every table of the cockpit. Migrations in `data/migrations` must give exactly this."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data.times import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The spine. A cell's id is its leaf number 1..n; every region covers the cells lo..hi; ids of the levels above
# start at 10,000,000. Levels: 1 city 2 county 3 town 4 village 5 grid 6 cell.
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

# Outlines of city..village (grids and cells are drawn on demand from their label points).
region_shape = Table(
    "region_shape",
    metadata,
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True),
    Column("provenance", String(16), nullable=False),  # official | synthetic | imported
    Column("source", String(128), nullable=False),
    Column("geometry", Text, nullable=False),  # GeoJSON geometry, WGS-84
)

# Additive base numbers of a region, at every level down to the grid.
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

# Things with a place: risk points, key sites, resources, cameras.
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

# One row an event; stage times are the fold of event_history (null: not reached).
event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("title", String(96), nullable=False),
    Column("category", String(24), nullable=False),
    Column("source", String(16), nullable=False),
    Column("grade", String(1), nullable=False),  # S A B C, gravest first
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("place", String(64), nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("stage", String(12), nullable=False),
    Column("reported_at", Moment, nullable=False),
    Column("filed_at", Moment),
    Column("assigned_at", Moment),
    Column("handled_at", Moment),
    Column("verified_at", Moment),
    Column("closed_at", Moment),
    Column("rated_at", Moment),
    Column("deadline_at", Moment, nullable=False),
    Column("rating", SmallInteger),
    Column("provenance", String(16), nullable=False),
    Index(None, "reported_at", "cell_id"),
    Index(None, "cell_id", "reported_at"),
)
event_history = Table(
    "event_history",
    metadata,
    Column("event_id", Integer, ForeignKey("event.id"), primary_key=True),
    Column("seq", SmallInteger, primary_key=True),
    Column("stage", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(32), nullable=False),
    sqlite_with_rowid=False,
)
# The cube: what became of the events reported on a local day, city..village. Sums of children equal the parent.
event_day = Table(
    "event_day",
    metadata,
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True),
    Column("day", Integer, primary_key=True),  # date.toordinal()
    Column("reported", Integer, nullable=False),
    Column("filed", Integer, nullable=False),
    Column("assigned", Integer, nullable=False),
    Column("handled", Integer, nullable=False),
    Column("verified", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("rated", Integer, nullable=False),
    Column("on_time", Integer, nullable=False),  # closed before the deadline
    Column("rating_sum", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
# How long events reported on a day stayed before each stage: histogram over fixed buckets, city..town.
event_dwell = Table(
    "event_dwell",
    metadata,
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("stage", String(12), primary_key=True),
    Column("bucket", SmallInteger, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

storm = Table(
    "storm",
    metadata,
    Column("track_id", String(16), primary_key=True),
    Column("season", SmallInteger, nullable=False),
    Column("name", String(32), nullable=False, server_default=""),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("nearest_km", Float, nullable=False),
    Column("nearest_at", Moment, nullable=False),
    Column("source", String(128), nullable=False),
)
storm_point = Table(
    "storm_point",
    metadata,
    Column("track_id", String(16), ForeignKey("storm.track_id"), primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("wind_kt", Float),
    Column("pressure_hpa", Float),
    Column("km", Float, nullable=False),
    sqlite_with_rowid=False,
)

# A command that changes a topic bumps it in the same transaction; cache keys and screens follow.
revision = Table(
    "revision",
    metadata,
    Column("topic", String(16), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
# Facts about this database: city pack, demo seed, demo clock.
house_fact = Table(
    "house_fact",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
# What the demo city will report when its clock gets there.
demo_pending = Table(
    "demo_pending",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("payload", Text, nullable=False),
)
