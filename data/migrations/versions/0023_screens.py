"""screens: kiosks, their groups and rotations, and what takes them over"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rotation()
    _group()
    _screen()
    _takeover()


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _rotation() -> None:
    op.create_table(
        "rotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("day_from", sa.SmallInteger(), nullable=True),
        sa.Column("night_from", sa.SmallInteger(), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        _of("rotation", "region_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation")),
        sa.UniqueConstraint("code", name=op.f("uq_rotation_code")),
    )
    op.create_table(
        "rotation_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("path", sa.String(length=1000), nullable=False),
        sa.Column("seconds", sa.SmallInteger(), nullable=False),
        sa.Column("condition", sa.String(length=12), nullable=False),
        sa.Column("skin", sa.String(length=8), nullable=False),
        _of("rotation_page", "rotation_id", "rotation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_page")),
    )
    op.create_index(
        op.f("ix_rotation_page_rotation_id_position"), "rotation_page", ["rotation_id", "position"]
    )


def _group() -> None:
    op.create_table(
        "screen_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("lone", sa.Boolean(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("rotation_id", sa.Integer(), nullable=True),
        sa.Column("pinned", sa.String(length=1000), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("among", sa.Text(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("turned_at", sa.BigInteger(), nullable=False),
        sa.Column("heard_warning", sa.Integer(), nullable=False),
        sa.Column("heard_event", sa.Integer(), nullable=False),
        _of("screen_group", "region_id", "region"),
        _of("screen_group", "rotation_id", "rotation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_group")),
        sa.UniqueConstraint("code", name=op.f("uq_screen_group_code")),
    )


def _screen() -> None:
    op.create_table(
        "screen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("departments", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=16), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("alarmed", sa.Boolean(), nullable=False),
        sa.Column("keys", sa.Boolean(), nullable=False),
        sa.Column("reloads", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("entered_at", Moment(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        _of("screen", "region_id", "region"),
        _of("screen", "group_id", "screen_group"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen")),
        sa.UniqueConstraint("code", name=op.f("uq_screen_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_screen_digest")),
        sa.UniqueConstraint("session", name=op.f("uq_screen_session")),
    )
    op.create_index(op.f("ix_screen_group_id"), "screen", ["group_id"])


def _takeover() -> None:
    op.create_table(
        "screen_takeover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("screen_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        _of("screen_takeover", "screen_id", "screen"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen_takeover")),
    )
    op.create_index(op.f("ix_screen_takeover_screen_id"), "screen_takeover", ["screen_id"])
