"""indicators: versions, formulas, what was said before, and what follows"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("branch", sa.String(length=32), server_default="", nullable=False),
        sa.Column("calc", sa.Text(), nullable=True),
        sa.Column("cube", sa.Text(), nullable=True),
        sa.Column("roll", sa.String(length=8), server_default="", nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
    ):
        op.add_column("indicator", column)
    op.add_column("indicator_value", sa.Column("said_at", Moment(), nullable=True))
    op.add_column("indicator_value", sa.Column("said_by", sa.String(length=64), nullable=True))
    _version()
    _restated()
    _block()


def _of(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _version() -> None:
    op.create_table(
        "indicator_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _of("indicator_version", "code", "indicator", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_version")),
    )
    op.create_index(op.f("ix_indicator_version_code_version"), "indicator_version", ["code", "version"], unique=True)


def _restated() -> None:
    op.create_table(
        "indicator_restated",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_code", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=48), nullable=False),
        sa.Column("was", sa.Float(), nullable=False),
        sa.Column("became", sa.Float(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("said_at", Moment(), nullable=True),
        sa.Column("said_by", sa.String(length=64), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _of("indicator_restated", "indicator_code", "indicator", "code"),
        _of("indicator_restated", "region_id", "region", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_restated")),
    )
    columns = ["indicator_code", "region_id", "period"]
    op.create_index(op.f("ix_indicator_restated_" + "_".join(columns)), "indicator_restated", columns)


def _block() -> None:
    op.create_table(
        "indicator_block",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("regions", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("worth", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        _of("indicator_block", "code", "indicator", "code"),
        sa.PrimaryKeyConstraint("code", "form", name=op.f("pk_indicator_block")),
    )
