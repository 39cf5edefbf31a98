"""Documents (资料): what a department keeps once, who may read it until when, and who has read which page."""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text

from data.schema.base import metadata
from data.times import Moment

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    Column("title", String(96), nullable=False),
    Column("kind", String(16), nullable=False),  # DOCUMENT_KINDS
    Column("agency", String(32), nullable=False),  # the department it is of; no foreign key: it may leave the register
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("lo", Integer, nullable=False),  # its cells
    Column("hi", Integer, nullable=False),
    Column("clearance", SmallInteger, nullable=False),  # from which it is seen
    Column(
        "subject", String(16), nullable=False
    ),  # with `record`: a record of the ledgers, a thing (its register), a region; or ""
    Column("record", String(48), nullable=False),
    Column("seq", Integer, nullable=False),  # its newest version
    Column("paper", String(64), nullable=False, server_default=""),  # of a licence: its number,
    Column("issuer", String(64), nullable=False, server_default=""),  # who gave it,
    Column("issued_day", Integer),  # when, local, date.toordinal(); null: nobody told
    Column("ends_day", Integer),  # its last day; null with a day of issue: it has none
    Column("changed_at", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Column("withdrawn", SmallInteger, nullable=False, server_default="0"),  # 1: taken down
    Index(None, "agency", "lo"),
    Index(None, "subject", "record"),
)

document_version = Table(  # what was brought each time; never changed afterwards
    "document_version",
    metadata,
    Column("document_id", Integer, ForeignKey("document.id"), primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of its file
    Column("form", String(4), nullable=False),  # pdf jpg png webp
    Column("pages", Integer, nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("name", String(96), nullable=False),  # of the file, as it was brought
    Column("note", Text, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

document_grant = Table(  # 授权查阅
    "document_grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False, index=True),
    Column("agency", String(32)),  # to a department,
    Column("account", String(80)),  # or to an account, by its key
    Column("until", Integer, nullable=False),  # the last day, local, date.toordinal()
    Column("reason", Text, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("revoked_by", String(64)),
    Column("revoked_at", Moment),
    Index(None, "agency"),
    Index(None, "account"),
)

document_move = Table(  # 下架, 恢复: taken down and put back, each with its reason; never changed afterwards
    "document_move",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False, index=True),
    Column("move", String(10), nullable=False),  # DOCUMENT_MOVES
    Column("reason", Text, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)

document_read = Table(  # who was shown which page
    "document_read",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id"), nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("who", String(80), nullable=False),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("at", Moment, nullable=False),
)
