"""regions that were put on a war footing"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "footing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("warning_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("begun_by", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.Column("ended_role", sa.String(length=16), nullable=True),
        sa.Column("ended_words", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_footing_event_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_footing_region_id")),
        sa.ForeignKeyConstraint(["warning_id"], ["warning.id"], name=op.f("fk_footing_warning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footing")),
        sa.UniqueConstraint("code", name=op.f("uq_footing_code")),
    )
    op.create_index(op.f("ix_footing_ended_at"), "footing", ["ended_at"])
    here = sa.text("ended_at IS NULL")
    op.create_index("ix_footing_war", "footing", ["region_id"], unique=True, sqlite_where=here, postgresql_where=here)


def downgrade() -> None:
    op.drop_table("footing")
