"""Who signs in: accounts, their sessions, failed tries; and the audit log, whose rows are a chain."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, SmallInteger, String, Table, Text, UniqueConstraint

from data.schema.base import metadata
from data.times import Moment

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", String(64), nullable=False),  # as screens and histories show it
    Column("role", String(16), nullable=False),
    Column("region_id", Integer, ForeignKey("region.id"), nullable=False),  # where its platform begins
    Column("departments", Text, nullable=False),  # JSON list of agencies' codes, or ["*"]
    Column("clearance", SmallInteger, nullable=False),
    Column("password", String(255)),  # argon2; empty: nobody signs in with one
    Column("issuer", String(255)),  # of the other sign-in this account comes by (OIDC), and who it is there
    Column("subject", String(255)),
    Column("demo", Boolean, nullable=False),  # an identity of the demo
    Column("must_change", Boolean, nullable=False),  # the password was set by another
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("disabled_at", Moment),
    UniqueConstraint("issuer", "subject"),
)

account_region = Table(  # what else it sees, beside the region where its platform begins
    "account_region",
    metadata,
    Column("account_id", Integer, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    Column("region_id", Integer, ForeignKey("region.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

account_session = Table(
    "account_session",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of what the cookie holds
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False, index=True),
    Column("address", String(45), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False, index=True),
    Column("seen_at", Moment),  # when it was last in use, to the minute (`data/accounts/presence.py`)
    sqlite_with_rowid=False,
)

sign_in_failure = Table(  # wrong passwords in a row: "login:<name>", known or not, and "address:<from where>"
    "sign_in_failure",
    metadata,
    Column("subject", String(80), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
    Column("locked_until", Moment),
    sqlite_with_rowid=False,
)

audit = Table(  # append-only: triggers refuse to change or remove a row
    "audit",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False, index=True),  # as it was hashed: ISO 8601 in UTC
    Column("actor", String(64), nullable=False),  # who: a login, a sender, a numbered role, "system"
    Column("role", String(16), nullable=False),
    Column("action", String(32), nullable=False, index=True),
    Column("target", String(160), nullable=False, index=True),
    Column("address", String(45), nullable=False),
    Column("outcome", String(16), nullable=False),  # done refused failed
    Column("detail", Text, nullable=False),  # JSON
    Column("previous", String(64), nullable=False),  # digest of the row before
    Column("digest", String(64), nullable=False),
)

audit_head = Table(  # where the chain ends, so that a cut tail is missed too; writers queue here
    "audit_head",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)
