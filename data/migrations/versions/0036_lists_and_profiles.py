"""three lists of regions with their steps, support, reports and evidence; profiles of regions"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0036"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _item()
    _step()
    _support()
    _event()
    _photo()
    _profile()


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _item() -> None:
    op.create_table(
        "list_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=96), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("fund", sa.String(length=64), nullable=False),
        sa.Column("begin_day", sa.Integer(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        _of("list_item", "region_id", "region"),
        _of("list_item", "pair_id", "list_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_item")),
        sa.UniqueConstraint("code", name=op.f("uq_list_item_code")),
    )
    op.create_index(op.f("ix_list_item_lo_kind_state"), "list_item", ["lo", "kind", "state"])


def _step() -> None:
    op.create_table(
        "list_step",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("percent", sa.SmallInteger(), nullable=True),
        sa.Column("agency", sa.String(length=32), nullable=True),
        _of("list_step", "item_id", "list_item"),
        sa.PrimaryKeyConstraint("item_id", "seq", name=op.f("pk_list_step")),
        sqlite_with_rowid=False,
    )


def _support() -> None:
    op.create_table(
        "list_support",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        _of("list_support", "item_id", "list_item"),
        sa.PrimaryKeyConstraint("item_id", "agency", name=op.f("pk_list_support")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_list_support_agency"), "list_support", ["agency"])


def _event() -> None:
    op.create_table(
        "list_event",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        _of("list_event", "item_id", "list_item"),
        _of("list_event", "event_id", "event"),
        sa.PrimaryKeyConstraint("item_id", "event_id", name=op.f("pk_list_event")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_list_event_event_id"), "list_event", ["event_id"])


def _photo() -> None:
    op.create_table(
        "list_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        _of("list_photo", "item_id", "list_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_photo")),
    )
    op.create_index(op.f("ix_list_photo_item_id"), "list_photo", ["item_id"])
    op.create_index(op.f("ix_list_photo_digest"), "list_photo", ["digest"])


def _profile() -> None:
    op.create_table(
        "profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposer", sa.String(length=80), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        _of("profile", "region_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("region_id", "version", name=op.f("uq_profile_region_id_version")),
    )
