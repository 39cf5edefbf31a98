"""自助报告: reports that people lay out themselves, every version of them, with whom they are shared, and their issues.

Moments are of the city's clock: a report is due when the city's day says so.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),  # of its addresses: drawn by lot
    Column("owner", String(80), nullable=False),  # who: "account:…", or the visitors of a demo
    Column("owner_name", String(64), nullable=False),
    Column("title", String(96), nullable=False),  # of the newest version
    Column("seq", Integer, nullable=False),  # the newest version
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("timing", Text, nullable=False),  # JSON, see data/timing.py
    Column("next_at", Moment),  # when its next issue is due; empty: none is
    Column("sent", Text, nullable=False),  # JSON: roles that are told of each issue
    Column("issues", Integer, nullable=False),  # the number of the last issue
    Index(None, "owner"),
    Index(None, "next_at"),
)

report_version = Table(
    "report_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", String(80), nullable=False),
    Column("who_name", String(64), nullable=False),
    Column("title", String(96), nullable=False),
    Column("query", String(400), nullable=False),  # the View with which it opens
    Column("pieces", Text, nullable=False),  # JSON, see data/reports/piece.py
    Column("note", String(64), nullable=False),
    Index(None, "report_id", "seq", unique=True),
)

report_share = Table(
    "report_share",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False, index=True),
    Column("role", String(24), nullable=False),  # empty: any
    Column("agency", String(32), nullable=False),  # those of this department alone; empty: of any
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # who sees nothing of it is not meant
    Column("edits", SmallInteger, nullable=False),  # 1: they may change it, too
    Column("at", Moment, nullable=False),
)

report_issue = Table(  # 期: what it said at one moment
    "report_issue",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Integer, ForeignKey("report.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),  # when it should have been made
    Column("as_of", Moment, nullable=False),
    Column("seq", Integer, nullable=False),  # the version it was made of
    Column("scope", Text, nullable=False),  # JSON: what its owner saw; who sees less of the city is not shown it
    Column("fault", Text, nullable=False),  # why there is none
    Column("body", LargeBinary, nullable=False),  # JSON, compressed: {piece: answer}
    Index(None, "report_id", "n", unique=True),
)
