"""Grids that were changed, each a set of cells between two days; and the second grid of departments (decision 0030).

A village none of whose grids were changed has those of the spine. What a grid covers never changes: a change ends
grids and begins others.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

grid = Table(
    "grid",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),  # that of the spine's, or one of its own
    Column("kind", String(12), nullable=False),  # GRID_KINDS
    Column("name", String(64), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # the village; of functional ones any region
    Column("lo", Integer, nullable=False),  # its cells
    Column("hi", Integer, nullable=False),
    Column("agency", String(32)),  # of functional ones
    Column("change", String(12), nullable=False),  # GRID_CHANGES: what began it
    Column("first_day", Integer, nullable=False),  # local, date.toordinal()
    Column("last_day", Integer),
    Column("reason", Text, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Column("cancelled_at", Moment),  # before its first day: it never stood
    Column("cancelled_by", String(64)),
    Column("cancel_reason", Text),
    Index(None, "lo", "kind"),
)

grid_span = Table(
    "grid_span",
    metadata,
    Column("grid_id", Integer, ForeignKey("grid.id"), primary_key=True),
    Column("lo", Integer, primary_key=True),
    Column("hi", Integer, nullable=False),
    sqlite_with_rowid=False,
)

grid_origin = Table(
    "grid_origin",
    metadata,
    Column("grid_id", Integer, ForeignKey("grid.id"), primary_key=True),
    Column("from_id", Integer, ForeignKey("grid.id"), primary_key=True),
    sqlite_with_rowid=False,
)
