"""planned changes of grids that were cancelled; documents that were taken down and put back; the log by its target"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("grid", sa.Column("cancelled_at", Moment(), nullable=True))
    op.add_column("grid", sa.Column("cancelled_by", sa.String(length=64), nullable=True))
    op.add_column("grid", sa.Column("cancel_reason", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("withdrawn", sa.SmallInteger(), server_default="0", nullable=False))
    op.create_index(op.f("ix_audit_target"), "audit", ["target"])
    op.create_table(
        "document_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_move_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_move")),
    )
    op.create_index(op.f("ix_document_move_document_id"), "document_move", ["document_id"])
