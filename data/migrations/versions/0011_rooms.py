"""rooms: consultations about events and warnings, their minutes and conclusions"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SQLITE = """CREATE TRIGGER room_line_no_update BEFORE UPDATE ON room_line
BEGIN SELECT RAISE(ABORT, 'room_line is append-only'); END"""
FUNCTION = """CREATE FUNCTION room_line_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'room_line is append-only'; END $$"""
POSTGRESQL = """CREATE TRIGGER room_line_stays BEFORE UPDATE ON room_line
FOR EACH STATEMENT EXECUTE FUNCTION room_line_stays()"""


def upgrade() -> None:
    _room()
    _member()
    _line()
    _conclusion()
    asked = sa.text("move IN ('whistle', 'supervise')")
    op.create_index("ix_event_history_asked", "event_history", ["at"], sqlite_where=asked, postgresql_where=asked)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _room() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=96), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("warning_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=True),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("opened_by", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        _of("room", "event_id", "event"),
        _of("room", "warning_id", "warning"),
        _of("room", "region_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("code", name=op.f("uq_room_code")),
    )
    op.create_index(op.f("ix_room_event_id"), "room", ["event_id"])
    op.create_index(op.f("ix_room_warning_id"), "room", ["warning_id"])
    op.create_index(op.f("ix_room_state_opened_at"), "room", ["state", "opened_at"])


def _member() -> None:
    op.create_table(
        "room_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=96), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        _of("room_member", "room_id", "room"),
        _of("room_member", "account_id", "account"),
        _of("room_member", "region_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_member")),
    )
    op.create_index(op.f("ix_room_member_room_id_seat"), "room_member", ["room_id", "seat"], unique=True)


def _line() -> None:
    op.create_table(
        "room_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("mends", sa.Integer(), nullable=True),
        _of("room_line", "room_id", "room"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_line")),
    )
    op.create_index(op.f("ix_room_line_room_id_n"), "room_line", ["room_id", "n"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)
    else:
        op.execute(FUNCTION)
        op.execute(POSTGRESQL)


def _conclusion() -> None:
    op.create_table(
        "room_conclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.SmallInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("responder_id", sa.Integer(), nullable=True),
        sa.Column("deadline", Moment(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("asked_by", sa.String(length=64), nullable=True),
        sa.Column("dispatch_id", sa.Integer(), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("done_by", sa.String(length=64), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        _of("room_conclusion", "room_id", "room"),
        _of("room_conclusion", "responder_id", "responder"),
        _of("room_conclusion", "dispatch_id", "dispatch"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_conclusion")),
    )
    op.create_index(op.f("ix_room_conclusion_room_id_n"), "room_conclusion", ["room_id", "n"], unique=True)
    op.create_index(op.f("ix_room_conclusion_asked_at"), "room_conclusion", ["asked_at"])
