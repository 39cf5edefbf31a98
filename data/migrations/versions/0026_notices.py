"""notices: what those of a thing were told, by whom"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feature_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feature_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["feature_id"], ["feature.id"], name=op.f("fk_feature_notice_feature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feature_notice")),
        sa.UniqueConstraint("message", name=op.f("uq_feature_notice_message")),
    )
    op.create_index(op.f("ix_feature_notice_feature_id"), "feature_notice", ["feature_id"])
