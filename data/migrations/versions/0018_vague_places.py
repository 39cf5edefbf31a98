"""vague places: the events of which only the region is known, apart"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    vague = sa.text("placed = 'region'")
    columns = ["cell_id", "reported_at", "category", "source"]
    op.create_index("ix_event_vague", "event", columns, sqlite_where=vague, postgresql_where=vague)
