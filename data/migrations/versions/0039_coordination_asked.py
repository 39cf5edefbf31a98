"""coordinated visits: hot problems that are pushed, demands and how they are answered"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _push()
    _demand()


def _push() -> None:
    op.create_table(
        "coordination_push",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("trade", sa.String(length=32), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_coordination_push_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_push")),
        sa.UniqueConstraint("code", name=op.f("uq_coordination_push_code")),
    )
    op.create_index(op.f("ix_coordination_push_kind_at"), "coordination_push", ["kind", "at"], unique=False)
    op.create_table(
        "coordination_receipt",
        sa.Column("push_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=72), nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("read_at", Moment(), nullable=True),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["cell_id"], ["region.id"], name=op.f("fk_coordination_receipt_cell_id")),
        sa.ForeignKeyConstraint(["push_id"], ["coordination_push.id"], name=op.f("fk_coordination_receipt_push_id")),
        sa.PrimaryKeyConstraint("push_id", "subject", name=op.f("pk_coordination_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_coordination_receipt_subject"), "coordination_receipt", ["subject"], unique=False)


def _demand() -> None:
    op.create_table(
        "coordination_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=72), nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("trade", sa.String(length=32), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("want", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("forwarded", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["region.id"], name=op.f("fk_coordination_demand_cell_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_demand")),
        sa.UniqueConstraint("code", name=op.f("uq_coordination_demand_code")),
    )
    op.create_index(
        op.f("ix_coordination_demand_kind_state_cell_id"),
        "coordination_demand",
        ["kind", "state", "cell_id"],
        unique=False,
    )
    op.create_index(op.f("ix_coordination_demand_subject"), "coordination_demand", ["subject"], unique=False)
    op.create_table(
        "coordination_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("call", sa.String(length=28), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["coordination_demand.id"], name=op.f("fk_coordination_offer_demand_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_offer")),
        sa.UniqueConstraint("code", name=op.f("uq_coordination_offer_code")),
    )
    op.create_index(op.f("ix_coordination_offer_demand_id"), "coordination_offer", ["demand_id"], unique=False)
