"""warned events: which events a warning has become"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "warning_event",
        sa.Column("warning_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("warning_id", "event_id", name=op.f("pk_warning_event")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_warning_event_event_id"), "warning_event", ["event_id"])
