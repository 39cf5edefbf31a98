"""who and how late: orders and rosters know accounts, not names alone; tasks are to be done by a time, drafts expire"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ONE = "(SELECT CASE WHEN COUNT(*) = 1 THEN {told} END FROM account WHERE account.name = {name})"


def upgrade() -> None:
    op.add_column("duty", sa.Column("login", sa.String(length=64), nullable=True))
    for name in ("actor_key", "holder_key"):
        op.add_column("dispatch", sa.Column(name, sa.String(length=80), nullable=False, server_default=""))
    op.add_column("dispatch", sa.Column("late", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("dispatch", sa.Column("late_at", Moment(), nullable=True))
    op.add_column("task", sa.Column("done_by", Moment(), nullable=True))
    # A name that one account has is that account's; of namesakes nobody can say whose it is.
    op.execute(f"UPDATE duty SET login = {ONE.format(told='MIN(account.login)', name='duty.who')}")
    for name in ("actor", "holder"):
        one = ONE.format(told="'account:' || MIN(account.login)", name=f"dispatch.{name}")
        op.execute(f"UPDATE dispatch SET {name}_key = COALESCE({one}, {name})")
