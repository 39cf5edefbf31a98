"""The economy over the ledgers: industry chains and who is on them, policies and what they have granted.

Enterprises and projects are records (`data/schema/ledgers.py`); moves of a project are history of its record.
"""

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, SmallInteger, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

from data.schema.base import metadata
from data.times import Moment

chain = Table(
    "chain",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("word", String(64), nullable=False),
    Column("department", String(64), nullable=False),  # which leads it
    Column("position", SmallInteger, nullable=False),
    Column("source", String(160), nullable=False),
    Column("provenance", String(16), nullable=False),
    sqlite_with_rowid=False,
)

chain_link = Table(
    "chain_link",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain", String(32), ForeignKey("chain.code"), nullable=False),
    Column("code", String(32), nullable=False),
    Column("tier", String(8), nullable=False),  # upper middle lower
    Column("word", String(64), nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("mark", String(8)),  # strong weak even, where its department has judged by hand; null: by the rules
    Column("why", String(200)),
    Unique("chain", "code"),
)

chain_member = Table(  # which enterprise or project stands on which link
    "chain_member",
    metadata,
    Column("link_id", Integer, ForeignKey("chain_link.id"), primary_key=True),
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("since", Moment, nullable=False),
    Column("provenance", String(16), nullable=False),
    Index(None, "cell_id"),
    Index(None, "record_id"),
    sqlite_with_rowid=False,
)

project_party = Table(  # which enterprise invests in which project
    "project_party",
    metadata,
    Column("project_id", Integer, ForeignKey("record.id"), primary_key=True),
    Column("enterprise_id", Integer, ForeignKey("record.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

policy = Table(
    "policy",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("word", String(64), nullable=False),
    Column("department", String(64), nullable=False),
    Column("chain", String(32), ForeignKey("chain.code")),  # null: for all trades
    Column("conditions", JSON, nullable=False),  # {for, when}, as data/economy/condition.py reads them
    Column("amount", JSON, nullable=False),  # {fixed} or {each, rate, most}, in 万元
    Column("since", String(10), nullable=False),
    Column("until", String(10)),
    Column("position", SmallInteger, nullable=False),
    Column("source", String(160), nullable=False),
    Column("provenance", String(16), nullable=False),
    sqlite_with_rowid=False,
)

policy_grant = Table(  # what an enterprise was offered, and how far that is
    "policy_grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("policy", String(32), ForeignKey("policy.code"), nullable=False),
    Column("record_id", Integer, ForeignKey("record.id"), nullable=False),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("amount", Float, nullable=False),  # 万元
    Column("state", String(16), nullable=False),
    Column("seq", Integer, nullable=False),  # states it has had
    Column("at", Moment, nullable=False),  # of its state
    Column("provenance", String(16), nullable=False),
    Unique("policy", "record_id"),
    Index(None, "record_id"),
    Index(None, "cell_id"),
)

policy_grant_step = Table(  # who moved it when and why; never changed afterwards
    "policy_grant_step",
    metadata,
    Column("grant_id", Integer, ForeignKey("policy_grant.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("amount", Float, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

appeal = Table(  # what an enterprise asked for, as a case of the event engine
    "appeal",
    metadata,
    Column("event_id", Integer, primary_key=True, autoincrement=False),
    Column("record_id", Integer, ForeignKey("record.id"), nullable=False),
    Column("cell_id", Integer, ForeignKey("region.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Index(None, "record_id"),
    Index(None, "cell_id"),
)

economy_step = Table(  # every state of chains, policies, tags, rules and members, and who made it; never changed
    "economy_step",
    metadata,
    Column("subject", String(16), primary_key=True),  # chain policy tag signal judging member
    Column("code", String(48), primary_key=True),
    Column("seq", Integer, primary_key=True),  # 0: as it was laid down
    Column("at", Moment, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("told", JSON, nullable=False),  # the whole of it from then on
    sqlite_with_rowid=False,
)
