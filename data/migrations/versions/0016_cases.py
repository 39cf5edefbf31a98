"""cases: what belongs together, cases passed on, what cameras said, messages about a case"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_link",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["event.id"], name=op.f("fk_event_link_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["event.id"], name=op.f("fk_event_link_to_id")),
        sa.PrimaryKeyConstraint("kind", "from_id", "to_id", name=op.f("pk_event_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_link_to_id_kind"), "event_link", ["to_id", "kind"])
    passed = sa.text("move IN ('return', 'reassign')")
    op.create_index(
        "ix_event_history_passed", "event_history", ["at", "event_id"], sqlite_where=passed, postgresql_where=passed
    )
    with op.batch_alter_table("event_photo") as table:
        table.add_column(sa.Column("taken_at", Moment(), nullable=True))
        table.add_column(sa.Column("lon", sa.Float(), nullable=True))
        table.add_column(sa.Column("lat", sa.Float(), nullable=True))
    with op.batch_alter_table("outbox") as table:
        table.alter_column("dispatch_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_outbox_event_id"), "event", ["event_id"], ["id"])
        table.create_index(op.f("ix_outbox_event_id"), ["event_id"])
