"""briefings, their scenes, what frozen ones have stored, and the shows that are given of them"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _briefing()
    _scene()
    _answer()
    _show()


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _briefing() -> None:
    op.create_table(
        "briefing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=96), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("owner_name", sa.String(length=64), nullable=False),
        sa.Column("shared_roles", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("frozen_at", Moment(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
        sa.UniqueConstraint("code", name=op.f("uq_briefing_code")),
    )
    op.create_index(op.f("ix_briefing_owner"), "briefing", ["owner"])


def _scene() -> None:
    op.create_table(
        "briefing_scene",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("path", sa.String(length=1000), nullable=False),
        sa.Column("title", sa.String(length=96), nullable=False),
        sa.Column("sentence", sa.String(length=240), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("emphasis", sa.Text(), nullable=False),
        sa.Column("transition", sa.String(length=8), nullable=False),
        _of("briefing_scene", "briefing_id", "briefing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_scene")),
    )
    op.create_index(op.f("ix_briefing_scene_briefing_id_n"), "briefing_scene", ["briefing_id", "n"], unique=True)
    op.create_index(op.f("ix_briefing_scene_briefing_id_position"), "briefing_scene", ["briefing_id", "position"])


def _answer() -> None:
    op.create_table(
        "briefing_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scene_id", sa.Integer(), nullable=False),
        sa.Column("panel_key", sa.String(length=32), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        _of("briefing_answer", "scene_id", "briefing_scene"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_answer")),
    )
    name = op.f("ix_briefing_answer_scene_id_panel_key")
    op.create_index(name, "briefing_answer", ["scene_id", "panel_key"], unique=True)


def _show() -> None:
    op.create_table(
        "briefing_show",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("pin", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        _of("briefing_show", "briefing_id", "briefing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing_show")),
        sa.UniqueConstraint("code", name=op.f("uq_briefing_show_code")),
    )
    op.create_index(op.f("ix_briefing_show_briefing_id"), "briefing_show", ["briefing_id"])
