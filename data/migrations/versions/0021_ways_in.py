"""ways in: what a category calls for, the cases that went straight to their agency"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

WAYS = {  # of the tree that every city starts with
    "direct": (
        *("sanitation.waste", "sanitation.street", "sanitation.clean"),
        *("facility.municipal", "facility.public", "facility.green", "traffic.road"),
        *("livelihood.daily", "livelihood.policy"),
    ),
    "raise": ("dispute.land", "dispute.claim", "safety.building", "safety.ground"),
}


def upgrade() -> None:
    op.add_column("category", sa.Column("way", sa.String(length=8), nullable=True))
    category = sa.table("category", sa.column("code"), sa.column("way"))
    for way, codes in WAYS.items():
        op.execute(category.update().where(category.c.code.in_(codes)).values(way=way))
    direct = sa.text("move = 'direct'")
    op.create_index(
        "ix_event_history_direct", "event_history", ["at", "event_id"], sqlite_where=direct, postgresql_where=direct
    )
