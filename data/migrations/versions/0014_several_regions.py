"""several regions: what an account sees beside its first; when a key was last used; channels that are not set up"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_region",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("region_id", sa.Integer(), autoincrement=False, nullable=False),
        _of("account_id", "account"),
        _of("region_id", "region"),
        sa.PrimaryKeyConstraint("account_id", "region_id", name=op.f("pk_account_region")),
        sqlite_with_rowid=False,
    )
    op.add_column("sender", sa.Column("used_at", Moment(), nullable=True))
    absent = "UPDATE outbox SET state = 'absent' WHERE state = 'dead' AND error = 'this channel is not set up'"
    op.execute(absent)  # no failure: nothing was tried


def _of(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_account_region_{column}"))
