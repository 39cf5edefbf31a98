"""when a session was last in use; as far as whom has read of a thread"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_session", sa.Column("seen_at", Moment(), nullable=True))
    op.create_table(
        "talk_read",
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_talk_read_task_id")),
        sa.PrimaryKeyConstraint("who", "task_id", name=op.f("pk_talk_read")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("talk_read")
    op.drop_column("account_session", "seen_at")
