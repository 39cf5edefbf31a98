"""catchments: what drains to a station"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catchment",
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("geometry", sa.Text(), nullable=False),
        sa.Column("km2", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=128), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_catchment_station_id")),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_catchment")),
    )
