"""小方桌: its parties, who goes between them, how it ended; 线索 of public opinion and video analysis"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("room", sa.Column("outcome", sa.String(length=12), nullable=True))
    op.create_table(
        "room_side",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_side_room_id")),
        sa.PrimaryKeyConstraint("room_id", "n", name=op.f("pk_room_side")),
        sqlite_with_rowid=False,
    )
    _signal()


def _signal() -> None:
    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("algorithm", sa.String(length=16), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=96), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("heat", sa.Integer(), nullable=True),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("placed", sa.String(length=8), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("camera", sa.String(length=48), nullable=True),
        sa.Column("picture", sa.String(length=400), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("judged_at", Moment(), nullable=True),
        sa.Column("judged_by", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["region.id"], name=op.f("fk_signal_cell_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_signal_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint("kind", "code", name=op.f("uq_signal_kind_code")),
    )
    op.create_index(op.f("ix_signal_kind_at_cell_id"), "signal", ["kind", "at", "cell_id"])
    op.create_index(op.f("ix_signal_event_id"), "signal", ["event_id"])
