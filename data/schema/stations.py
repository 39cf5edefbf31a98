"""Stations, what they measure, what they told, and the roll-ups that are kept when the single readings are gone.

A station has gauges, one for each quantity (`data.words.QUANTITIES`). `reading` holds single values for some days;
`reading_sum` holds 5 minutes, hours and days for good, kept with every reading in the same transaction.
"""

from sqlalchemy import Column, Float, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from data.schema.base import metadata
from data.times import Moment

station = Table(
    "station",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("name", String(96), nullable=False),
    Column("kind", String(16), nullable=False),  # STATION_KINDS
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False, index=True),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("rhythm_s", Integer, nullable=False),  # seconds from one reading to the next
    Column("agency", String(32)),  # who keeps it
    Column("as_of", Moment, nullable=False),  # when the register was last told about it
    Column("provenance", String(16), nullable=False),
    Column("closed_at", Moment),  # taken down: nothing is expected of it any more
)

catchment = Table(  # the ground that drains to a station
    "catchment",
    metadata,
    Column("station_id", Integer, ForeignKey("station.id"), primary_key=True, autoincrement=False),
    Column("geometry", Text, nullable=False),  # GeoJSON Polygon or MultiPolygon, WGS-84
    Column("km2", Float, nullable=False),
    Column("source", String(128), nullable=False),  # who has drawn it, from what
    Column("as_of", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
)

gauge = Table(
    "gauge",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("station_id", Integer, ForeignKey("station.id"), nullable=False),
    Column("quantity", String(16), nullable=False),  # QUANTITIES, which gives the unit
    Column("low", Float, nullable=False),  # values outside low..high are doubted
    Column("high", Float, nullable=False),
    UniqueConstraint("station_id", "quantity"),
)

gauge_limit = Table(
    "gauge_limit",
    metadata,
    Column("gauge_id", Integer, ForeignKey("gauge.id"), primary_key=True),
    Column("name", String(12), primary_key=True),  # LIMITS
    Column("value", Float, nullable=False),
    sqlite_with_rowid=False,
)

gauge_now = Table(  # the newest reading of each gauge
    "gauge_now",
    metadata,
    Column("gauge_id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("value", Float, nullable=False),
    Column("quality", String(12), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("hour", Float),  # of what adds up: the sum of the hour that ends with it
)

reading = Table(
    "reading",
    metadata,
    Column("gauge_id", Integer, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("value", Float, nullable=False),
    Column("quality", String(12), nullable=False),  # QUALITIES
    Column("received_at", Moment, nullable=False),
    Column("origin", String(64), nullable=False),  # the sender, broker or file it came by
    sqlite_with_rowid=False,
)

reading_sum = Table(
    "reading_sum",
    metadata,
    Column("gauge_id", Integer, primary_key=True),
    Column("grain", String(1), primary_key=True),  # 5 minutes, h our, d ay (local)
    Column("start", Moment, primary_key=True),
    Column("n", Integer, nullable=False),  # readings that count: not the doubted ones
    Column("total", Float, nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("last", Float, nullable=False),
    Column("last_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

reading_fault = Table(  # how many of a gauge's readings of a day were of which quality
    "reading_fault",
    metadata,
    Column("gauge_id", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("quality", String(12), primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
