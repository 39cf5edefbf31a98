"""a warning knows the cells of its region, and whether it covers only some regions there"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("lo", "hi"):
        op.add_column("warning", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("warning", sa.Column("several", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f("ix_warning_changed_at"), "warning", ["changed_at"])
    cells = "(SELECT region.{0} FROM region WHERE region.id = warning.region_id)"
    several = "EXISTS (SELECT 1 FROM warning_region WHERE warning_region.warning_id = warning.id)"
    op.execute(f"UPDATE warning SET lo = {cells.format('lo')}, hi = {cells.format('hi')}, several = {several}")


def downgrade() -> None:
    op.drop_index(op.f("ix_warning_changed_at"), "warning")
    for name in ("several", "hi", "lo"):
        op.drop_column("warning", name)
