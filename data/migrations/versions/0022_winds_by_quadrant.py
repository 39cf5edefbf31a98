"""winds by quadrant: how far the winds of a storm reach to each side"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("storm_point", sa.Column("quadrants", sa.Text(), nullable=True))
