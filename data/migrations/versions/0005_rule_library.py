"""the library of rules"""

import sqlalchemy as sa
from alembic import op
from data.times import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("warning_rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.String(length=8), server_default="", nullable=False))
    op.create_table(
        "warning_rule_step",
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("seq", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("move", sa.String(length=8), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", "seq", name=op.f("pk_warning_rule_step")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.String(length=16), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_forecast_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
    )
    with op.batch_alter_table("forecast", schema=None) as batch_op:
        batch_op.create_index("ix_forecast_told", TOLD, unique=True)
        batch_op.create_index(batch_op.f("ix_forecast_until"), ["until"], unique=False)


TOLD = ["issuer", "region_id", "quantity", "issued_at", "since", "until"]
