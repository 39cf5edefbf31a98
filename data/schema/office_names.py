"""What the data call a department, and which agency that is."""

from sqlalchemy import Column, Integer, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

office_name = Table(  # the last answer counts, none is changed
    "office_name",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),  # 0: as it was laid down
    Column("agency", String(32), nullable=False),  # "": nobody; no foreign key: it may leave the register
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
