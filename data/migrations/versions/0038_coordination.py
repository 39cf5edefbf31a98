"""coordinated visits: plans, calls, their history, what was found"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _plan()
    _call()
    _step()
    _finding()


def _plan() -> None:
    op.create_table(
        "coordination_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("filed_at", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_plan")),
        sa.UniqueConstraint("code", name=op.f("uq_coordination_plan_code")),
    )


def _call() -> None:
    op.create_table(
        "coordination_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=28), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=72), nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("trade", sa.String(length=32), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("planned_day", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("joint_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("news", sa.SmallInteger(), nullable=False),
        sa.Column("objected", sa.SmallInteger(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("wished_day", sa.Integer(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["cell_id"], ["region.id"], name=op.f("fk_coordination_call_cell_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["coordination_plan.id"], name=op.f("fk_coordination_call_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_call")),
        sa.UniqueConstraint("code", name=op.f("uq_coordination_call_code")),
    )
    op.create_index(
        "ix_coordination_call_counted",
        "coordination_call",
        ["kind", "day", "cell_id", "state", "way", "joint_id", "agency", "subject", "news"],
        unique=False,
    )
    op.create_index(op.f("ix_coordination_call_joint_id"), "coordination_call", ["joint_id"], unique=False)
    op.create_index(op.f("ix_coordination_call_plan_id"), "coordination_call", ["plan_id"], unique=False)
    op.create_index(op.f("ix_coordination_call_subject_day"), "coordination_call", ["subject", "day"], unique=False)


def _step() -> None:
    op.create_table(
        "coordination_step",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=10), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["coordination_call.id"], name=op.f("fk_coordination_step_call_id")),
        sa.PrimaryKeyConstraint("call_id", "seq", name=op.f("pk_coordination_step")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "coordination_file",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["coordination_call.id"], name=op.f("fk_coordination_file_call_id")),
        sa.PrimaryKeyConstraint("call_id", "digest", name=op.f("pk_coordination_file")),
        sqlite_with_rowid=False,
    )


def _finding() -> None:
    op.create_table(
        "coordination_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=72), nullable=False),
        sa.Column("name", sa.String(length=96), nullable=False),
        sa.Column("trade", sa.String(length=32), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("danger", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("mended", sa.Text(), nullable=False),
        sa.Column("closed_day", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["coordination_call.id"], name=op.f("fk_coordination_finding_call_id")),
        sa.ForeignKeyConstraint(["cell_id"], ["region.id"], name=op.f("fk_coordination_finding_cell_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_finding")),
        sa.UniqueConstraint("code", name=op.f("uq_coordination_finding_code")),
    )
    op.create_index(op.f("ix_coordination_finding_call_id"), "coordination_finding", ["call_id"], unique=False)
    op.create_index(
        op.f("ix_coordination_finding_kind_day_cell_id"),
        "coordination_finding",
        ["kind", "day", "cell_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_coordination_finding_kind_state_cell_id"),
        "coordination_finding",
        ["kind", "state", "cell_id"],
        unique=False,
    )
    op.create_index(op.f("ix_coordination_finding_subject"), "coordination_finding", ["subject"], unique=False)
