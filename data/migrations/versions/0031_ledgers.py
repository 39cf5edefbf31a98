"""ledgers: the dictionary of fields, records, their history, and the forms filled from them"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _ledger()
    _field()
    _record()
    _history()
    _form()


def _of(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("family", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("frequency", sa.String(length=8), nullable=False),
        sa.Column("everyone", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ledger")),
        sqlite_with_rowid=False,
    )


def _field() -> None:
    op.create_table(
        "field",
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("ledger", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("shield", sa.String(length=8), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("frequency", sa.String(length=8), nullable=False),
        sa.Column("slot", sa.String(length=3), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        _of("field", "ledger", "ledger", "code"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_field")),
        sqlite_with_rowid=False,
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("as_of", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        *(sa.Column(f"n{n:02d}", sa.Float(), nullable=True) for n in range(1, 11)),
        *(sa.Column(f"t{n:02d}", sa.Text(), nullable=True) for n in range(1, 29)),
        _of("record", "cell_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("subject", "code", name=op.f("uq_record_subject_code")),
    )
    op.create_index(op.f("ix_record_subject_cell_id"), "record", ["subject", "cell_id"])
    op.create_table(
        "record_more",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("more", sa.JSON(), nullable=False),
        _of("record_more", "record_id", "record"),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_more")),
    )


def _history() -> None:
    op.create_table(
        "record_history",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=48), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        _of("record_history", "record_id", "record"),
        sa.PrimaryKeyConstraint("record_id", "seq", "field", name=op.f("pk_record_history")),
        sqlite_with_rowid=False,
    )


def _form() -> None:
    op.create_table(
        "form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("owner_name", sa.String(length=64), nullable=False),
        sa.Column("shared_roles", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("next_at", Moment(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        _of("form", "region_id", "region"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form")),
        sa.UniqueConstraint("code", name=op.f("uq_form_code")),
    )
    op.create_index(op.f("ix_form_next_at"), "form", ["next_at"])
    op.create_table(
        "form_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("clearance", sa.SmallInteger(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _of("form_run", "form_id", "form"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_run")),
    )
    op.create_index(op.f("ix_form_run_form_id"), "form_run", ["form_id"])
