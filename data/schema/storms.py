"""Storms and their tracks."""

from sqlalchemy import Column, Float, ForeignKey, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

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
    Column("category", SmallInteger),  # of the Chinese scale GB/T 19201, 1 depression .. 6 super typhoon
    Column("r7_km", Float),  # mean radius of winds of Beaufort 7, 10 and 12, where told
    Column("r10_km", Float),
    Column("r12_km", Float),
    Column("quadrants", Text),  # JSON: of each force the radii NE, SE, SW, NW in km, where a file tells sides
    Column("km", Float, nullable=False),
    sqlite_with_rowid=False,
)
