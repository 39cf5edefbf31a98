"""vague places, raised cases: the events of which only the region is known, and the steps that raise, apart"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    vague = sa.text("placed = 'region'")
    columns = ["cell_id", "reported_at", "category", "source"]
    op.create_index("ix_event_vague", "event", columns, sqlite_where=vague, postgresql_where=vague)
    raised = sa.text("move = 'escalate'")
    op.create_index(
        "ix_event_history_raised", "event_history", ["at", "event_id"], sqlite_where=raised, postgresql_where=raised
    )
