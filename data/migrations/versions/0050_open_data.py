"""what of the data is open to the public; visits to what changes in records; licences among the documents"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("paper", "issuer"):
        op.add_column("document", sa.Column(name, sa.String(length=64), server_default="", nullable=False))
    for name in ("issued_day", "ends_day"):
        op.add_column("document", sa.Column(name, sa.Integer(), nullable=True))
    op.create_table(
        "resource_opening",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("field", sa.String(length=12), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("code", "seq", name=op.f("pk_resource_opening")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "record_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("field", sa.String(length=48), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("sensed_at", Moment(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("event_code", sa.String(length=24), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["region.id"], name=op.f("fk_record_call_cell_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_call_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_call")),
        sa.UniqueConstraint("code", name=op.f("uq_record_call_code")),
    )
    op.create_index(op.f("ix_record_call_record_id"), "record_call", ["record_id"])
    op.create_index(op.f("ix_record_call_state_cell_id"), "record_call", ["state", "cell_id"])
