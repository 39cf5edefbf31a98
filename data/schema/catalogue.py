"""Data resources (数据资源) and scenarios (应用场景): whose they are, on what terms they are shared, what uses them.

Of what the house holds itself `resource` keeps only the terms; all else follows from its registries (data/catalogue).
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

resource = Table(
    "resource",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", String(64), nullable=False),  # "" of the house's own
    Column("agency", String(32), nullable=False),  # no foreign key: it may leave the register
    Column("rhythm", String(8), nullable=False),  # RHYTHMS
    Column("origin", String(64), nullable=False),  # the system it lies in
    Column("fields", Text, nullable=False),  # JSON: [[name, class, unit]]
    Column("share", String(12), nullable=False),  # SHARES
    Column("terms", Text, nullable=False),
    Column("n", Integer),  # rows, as its department tells
    Column("newest", Moment),
    Column("seq", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("provenance", String(16), nullable=False),
    sqlite_with_rowid=False,
)

resource_state = Table(  # of the house's own: as it was measured last
    "resource_state",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("newest", Moment),
    Column("sound", Float),  # share of what is checked that is in order; null: nothing is checked
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

resource_opening = Table(  # 数据开放: whether the public may have it, as its department said; added to, never changed
    "resource_opening",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),  # OPENINGS
    Column("field", String(12), nullable=False),  # OPEN_FIELDS
    Column("items", Text, nullable=False),  # JSON: names of the fields that are open
    Column("words", Text, nullable=False),  # terms, grounds, or by when
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("provenance", String(16), nullable=False),
    sqlite_with_rowid=False,
)

scenario = Table(
    "scenario",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("field", String(32), nullable=False),
    Column("owner", String(64), nullable=False),  # a department, as it is called
    Column("level", String(8), nullable=False),  # SCENARIO_LEVELS
    Column("state", String(8), nullable=False),  # SCENARIO_STATES
    Column("begun_day", Integer),  # local, date.toordinal()
    Column("about", Text, nullable=False),
    Column("actions", Text, nullable=False),  # of the audit log, which count its use; a blank between them
    Column("seq", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "field"),
    sqlite_with_rowid=False,
)

scenario_resource = Table(
    "scenario_resource",
    metadata,
    Column("scenario", String(24), ForeignKey("scenario.code"), primary_key=True),
    Column("resource", String(64), primary_key=True),
    Index(None, "resource"),
    sqlite_with_rowid=False,
)

scenario_review = Table(  # 后评价: added to, never changed
    "scenario_review",
    metadata,
    Column("scenario", String(24), ForeignKey("scenario.code"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("answers", Text, nullable=False),  # JSON: {question: mark}
    Column("score", SmallInteger, nullable=False),  # of 100
    Column("words", Text, nullable=False),
    Column("provenance", String(16), nullable=False),
    sqlite_with_rowid=False,
)
