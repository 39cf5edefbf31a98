"""grids that were changed, the cells each covers and which it came of; functional grids"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("change", sa.String(length=12), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_grid_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
        sa.UniqueConstraint("code", name=op.f("uq_grid_code")),
    )
    op.create_index(op.f("ix_grid_lo_kind"), "grid", ["lo", "kind"])
    op.create_table(
        "grid_span",
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_grid_span_grid_id")),
        sa.PrimaryKeyConstraint("grid_id", "lo", name=op.f("pk_grid_span")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grid_origin",
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_grid_origin_grid_id")),
        sa.ForeignKeyConstraint(["from_id"], ["grid.id"], name=op.f("fk_grid_origin_from_id")),
        sa.PrimaryKeyConstraint("grid_id", "from_id", name=op.f("pk_grid_origin")),
        sqlite_with_rowid=False,
    )
