"""when time alone marks an event next stands on it: one index of few rows for what three were for"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("unmarked", "unwarned", "unassigned"):
        op.drop_index(f"ix_event_{name}", "event")
    op.add_column("event", sa.Column("mark_at", sa.BigInteger()))
    # The first sweep looks at each open event and says when the next is due.
    op.execute("UPDATE event SET mark_at = reported_at WHERE ended_at IS NULL")
    where = sa.text("mark_at IS NOT NULL")
    op.create_index("ix_event_mark_at", "event", ["mark_at"], sqlite_where=where, postgresql_where=where)
