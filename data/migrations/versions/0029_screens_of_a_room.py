"""screens of a room: how far readers are, how many pages ahead, and the show that a group is given"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("screen", sa.Column("distance", sa.String(length=8), nullable=False, server_default=""))
    op.add_column("screen", sa.Column("ahead", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("screen_group", sa.Column("show", sa.String(length=32), nullable=False, server_default=""))
