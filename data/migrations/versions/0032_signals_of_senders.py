"""signals: each sender calls his own by codes of his own; things are found by where they stand"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("signal") as signal:
        signal.add_column(sa.Column("origin", sa.String(length=64), server_default="", nullable=False))
        signal.drop_constraint("uq_signal_kind_code", type_="unique")
        signal.create_unique_constraint("uq_signal_kind_origin_code", ["kind", "origin", "code"])
    op.create_index(op.f("ix_feature_layer_lat"), "feature", ["layer", "lat"])
