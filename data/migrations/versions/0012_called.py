"""called: events where whoever was called by a whistle has not come yet"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    waits = sa.text("ended_at IS NULL AND called_due_at IS NOT NULL AND arrived_at IS NULL")
    op.create_index(
        "ix_event_called", "event", ["called_due_at", "cell_id"], sqlite_where=waits, postgresql_where=waits
    )
