"""Ledgers: the dictionary of fields, who or what they are about, and the forms that are filled from them.

A record is one person, enterprise, house, project or event. Each field's value is stored once, in the typed slot of the
record that the dictionary gives to the field, or in `record_more` (decision 0026).
"""

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from data.schema.base import metadata
from data.times import Moment

TEXT_SLOTS = tuple(f"t{n:02d}" for n in range(1, 29))
NUMBER_SLOTS = tuple(f"n{n:02d}" for n in range(1, 11))

ledger = Table(
    "ledger",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("word", String(64), nullable=False),
    Column("family", String(16), nullable=False),  # under which the catalogue lists it
    Column("subject", String(16), nullable=False),  # what its records are
    Column("owner", String(32), nullable=False),
    Column("frequency", String(8), nullable=False),
    Column("everyone", SmallInteger, nullable=False),  # 1: each record of the subject is in it
    Column("position", SmallInteger, nullable=False),
    Column("provenance", String(16), nullable=False),
    sqlite_with_rowid=False,
)

field = Table(
    "field",
    metadata,
    Column("code", String(48), primary_key=True),
    Column("word", String(64), nullable=False),
    Column("subject", String(16), nullable=False),
    Column("ledger", String(32), ForeignKey("ledger.code")),  # whose own it is; null: of all of its subject
    Column("kind", String(8), nullable=False),  # text code number date
    Column("unit", String(16), nullable=False),
    Column("codes", JSON, nullable=False),  # {code: word}
    Column("shield", String(8), nullable=False),  # plain name address phone id health money
    Column("owner", String(32), nullable=False),
    Column("frequency", String(8), nullable=False),
    Column("slot", String(3)),
    Column("position", SmallInteger, nullable=False),
    Column("provenance", String(16), nullable=False),
    sqlite_with_rowid=False,
)

field_step = Table(  # every state of a field that was added or changed on the screen; never changed
    "field_step",
    metadata,
    Column("code", String(48), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),  # 0: as it was laid down
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("told", JSON, nullable=False),
    sqlite_with_rowid=False,
)

record = Table(
    "record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(16), nullable=False),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("code", String(48), nullable=False),
    Column("member", Text, nullable=False),  # codes of its ledgers, a blank before and behind each
    Column("seq", Integer, nullable=False),  # states it has had
    Column("as_of", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    *(Column(name, Float) for name in NUMBER_SLOTS),
    *(Column(name, Text) for name in TEXT_SLOTS),
    Index(None, "subject", "cell_id"),
    Unique("subject", "code"),
)

record_more = Table(  # values of fields without a slot, apart: what most forms look through stays narrow
    "record_more",
    metadata,
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True, autoincrement=False),
    Column("more", JSON, nullable=False),  # {field: value}
)

record_history = Table(  # who changed what and when; never changed afterwards
    "record_history",
    metadata,
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("field", String(48), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

form = Table(  # a saved template: what it asks, how its sheet looks, whose it is, when it fills itself
    "form",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("title", String(64), nullable=False),
    Column("department", String(64), nullable=False),
    Column("owner", String(80), nullable=False),
    Column("owner_name", String(64), nullable=False),
    Column("shared_roles", Text, nullable=False),  # JSON
    Column("asked", Text, nullable=False),  # JSON: ledger, fields, conditions
    Column("every", String(8), nullable=False),  # "" day week month
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # of which it fills itself
    Column("next_at", Moment),
    Column("made_at", Moment, nullable=False),
    Index(None, "next_at"),
)

form_run = Table(  # one filling, kept as it was
    "form_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("form_id", Integer, ForeignKey("form.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("n", Integer, nullable=False),
    Column("clearance", SmallInteger, nullable=False),  # as whose eyes it was filled
    Column("fault", Text, nullable=False),  # why it could not be
    Column("body", LargeBinary, nullable=False),  # header and rows: JSON, deflated
)
