"""documents: their versions, who may read them until when, and who has"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _document()
    _version()
    _grant()
    _read()


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=96), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.Column("clearance", sa.SmallInteger(), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("record", sa.String(length=48), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        _of("document", "region_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("code", name=op.f("uq_document_code")),
    )
    op.create_index(op.f("ix_document_agency_lo"), "document", ["agency", "lo"])
    op.create_index(op.f("ix_document_subject_record"), "document", ["subject", "record"])


def _version() -> None:
    op.create_table(
        "document_version",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _of("document_version", "document_id", "document"),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_document_version")),
        sqlite_with_rowid=False,
    )


def _grant() -> None:
    op.create_table(
        "document_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("account", sa.String(length=80), nullable=True),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("revoked_by", sa.String(length=64), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        _of("document_grant", "document_id", "document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_grant")),
    )
    for column in ("document_id", "agency", "account"):
        op.create_index(op.f(f"ix_document_grant_{column}"), "document_grant", [column])


def _read() -> None:
    op.create_table(
        "document_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _of("document_read", "document_id", "document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_read")),
    )
    op.create_index(op.f("ix_document_read_document_id"), "document_read", ["document_id"])
