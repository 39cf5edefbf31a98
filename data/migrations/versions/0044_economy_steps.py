"""economy: chains, their links, policies and the rules of links are changed on the screen, every state kept"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("chain_link") as batch:
        batch.add_column(sa.Column("mark", sa.String(length=8), nullable=True))
        batch.add_column(sa.Column("why", sa.String(length=200), nullable=True))
    op.create_table(
        "economy_step",
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "code", "seq", name=op.f("pk_economy_step")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("economy_step")
    with op.batch_alter_table("chain_link") as batch:
        batch.drop_column("why")
        batch.drop_column("mark")
