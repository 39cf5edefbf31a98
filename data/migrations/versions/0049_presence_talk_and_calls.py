"""when a session was last in use; as far as whom has read of a thread; calls, notices and broadcasts"""

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
    # What was said before reading was kept is new to nobody.
    said = "SELECT '', task_id, max(id) FROM dispatch_step WHERE move = 'say' AND task_id IS NOT NULL GROUP BY task_id"
    op.execute(f"INSERT INTO talk_read (who, task_id, upto) {said}")
    op.add_column("dispatch_step", sa.Column("actor_key", sa.String(length=80), nullable=False, server_default=""))
    op.create_table(
        "callout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("warning_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("finish_by", Moment(), nullable=True),
        sa.Column("stopped_at", Moment(), nullable=True),
        sa.Column("stopped_by", sa.String(length=64), nullable=True),
        sa.Column("stopped_words", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_callout_event_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_callout_region_id")),
        sa.ForeignKeyConstraint(["warning_id"], ["warning.id"], name=op.f("fk_callout_warning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callout")),
        sa.UniqueConstraint("code", name=op.f("uq_callout_code")),
        sa.UniqueConstraint("key", name=op.f("uq_callout_key")),
    )
    op.create_index(op.f("ix_callout_at"), "callout", ["at"])
    op.create_table(
        "callout_target",
        sa.Column("callout_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("who", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("message", sa.String(length=36), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("answer_by", sa.String(length=64), nullable=True),
        sa.Column("answer_words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["callout_id"], ["callout.id"], name=op.f("fk_callout_target_callout_id")),
        sa.PrimaryKeyConstraint("callout_id", "n", name=op.f("pk_callout_target")),
        sa.UniqueConstraint("message", name=op.f("uq_callout_target_message")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_callout_target_callout_id_answer"), "callout_target", ["callout_id", "answer"])


def downgrade() -> None:
    op.drop_table("callout_target")
    op.drop_table("callout")
    op.drop_table("talk_read")
    op.drop_column("dispatch_step", "actor_key")
    op.drop_column("account_session", "seen_at")
