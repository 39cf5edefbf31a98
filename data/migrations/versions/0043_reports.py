"""reports that people lay out themselves: versions, shares, and issues that are made when they are due"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _report()
    _version()
    _share()
    _issue()


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("owner_name", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=96), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("timing", sa.Text(), nullable=False),
        sa.Column("next_at", Moment(), nullable=True),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.Column("issues", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("code", name=op.f("uq_report_code")),
    )
    op.create_index(op.f("ix_report_owner"), "report", ["owner"])
    op.create_index(op.f("ix_report_next_at"), "report", ["next_at"])


def _version() -> None:
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("who_name", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=96), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.Column("pieces", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=64), nullable=False),
        _of("report_version", "report_id", "report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
    )
    op.create_index(op.f("ix_report_version_report_id_seq"), "report_version", ["report_id", "seq"], unique=True)


def _share() -> None:
    op.create_table(
        "report_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("edits", sa.SmallInteger(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        _of("report_share", "report_id", "report"),
        _of("report_share", "region_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_share")),
    )
    op.create_index(op.f("ix_report_share_report_id"), "report_share", ["report_id"])


def _issue() -> None:
    op.create_table(
        "report_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _of("report_issue", "report_id", "report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_issue")),
    )
    op.create_index(op.f("ix_report_issue_report_id_n"), "report_issue", ["report_id", "n"], unique=True)


def downgrade() -> None:
    for name in ("report_issue", "report_share", "report_version", "report"):
        op.drop_table(name)
