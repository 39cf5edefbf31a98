"""ways in: what a category calls for, the cases that went straight to their agency, lines in, stewards"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

AT = 7  # its place among what waits: after cell, stage, category, leaf, source, grade, agency
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
    for name, move in (("direct", "direct"), ("lowered", "hand_back")):
        some = sa.text(f"move = '{move}'")
        columns = ["at", "event_id"]
        op.create_index(
            f"ix_event_history_{name}", "event_history", columns, sqlite_where=some, postgresql_where=some
        )
    op.create_table(
        "intake_line",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["agency.code"], name=op.f("fk_intake_line_agency")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_intake_line")),
    )
    op.create_table(
        "steward",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("served", sa.Integer(), nullable=True),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["agency.code"], name=op.f("fk_steward_agency")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_steward_region_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_steward")),
    )
    op.create_index(op.f("ix_steward_region_id_kind"), "steward", ["region_id", "kind"])
    op.add_column("event", sa.Column("line", sa.String(length=32), nullable=True))
    told = sa.text("line IS NOT NULL")
    columns = ["reported_at", "cell_id", "line"]
    op.create_index("ix_event_line", "event", columns, sqlite_where=told, postgresql_where=told)
    _lengthen()


def _lengthen() -> None:
    """What waits to be counted names the line too: of none, as everything was until now."""
    words = sa.table("event_uncounted", sa.column("id"), sa.column("before"), sa.column("after"))
    for number, *states in op.get_bind().execute(sa.select(words)).all():
        told = [json.dumps([*row[:AT], None, *row[AT:]]) if row else None for row in map(json.loads, (s or "null" for s in states))]
        op.execute(words.update().where(words.c.id == number).values(before=told[0], after=told[1]))
