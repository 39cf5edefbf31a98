"""notices: what those of a thing were told, by whom; fires in the category tree; drones sent to points"""

import sqlalchemy as sa
from alembic import op

from data.times import Moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


BLAZE = (  # below safety: code, parent, level, name
    ("safety.blaze", "safety", 2, "火情"),
    ("safety.blaze.works", "safety.blaze", 3, "企业厂区火情"),
    ("safety.blaze.house", "safety.blaze", 3, "建筑民房火情"),
    ("safety.blaze.wild", "safety.blaze", 3, "山林草地火情"),
)


def upgrade() -> None:
    op.create_table(
        "feature_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feature_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["feature_id"], ["feature.id"], name=op.f("fk_feature_notice_feature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feature_notice")),
        sa.UniqueConstraint("message", name=op.f("uq_feature_notice_message")),
    )
    op.create_index(op.f("ix_feature_notice_feature_id"), "feature_notice", ["feature_id"])
    _fires()
    _drones()


def _fires() -> None:
    """A tree that has the house's own `safety.fire` gets what burns beside what may; a city's own tree is left alone."""
    names = ("code", "parent", "level", "top", "name", "position")
    category, bind = sa.table("category", *(sa.column(name) for name in names)), op.get_bind()
    known = set(bind.scalars(sa.select(category.c.code).where(category.c.code.in_(("safety.fire", "safety.blaze")))))
    if known != {"safety.fire"}:
        return
    last = bind.scalar(sa.select(sa.func.max(category.c.position))) or 0
    for n, (code, parent, level, name) in enumerate(BLAZE, start=1):
        row = {"code": code, "parent": parent, "level": level, "top": "safety", "name": name, "position": last + n}
        op.execute(category.insert().values(row))


def _drones() -> None:
    op.add_column("responder", sa.Column("battery", sa.SmallInteger(), nullable=True))
    made = [("responder_id", "responder"), ("cell_id", "region"), ("fire_id", "event")]
    ties = [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_drone_mission_{name}")) for name, other in made
    ]
    op.create_table(
        "drone_mission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("responder_id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("km", sa.Float(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("message", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("found", sa.String(length=8), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("fire_id", sa.Integer(), nullable=True),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        *ties,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drone_mission")),
        *(
            sa.UniqueConstraint(name, name=op.f(f"uq_drone_mission_{name}")) for name in ("code", "key", "message")
        ),
    )
    op.create_index(op.f("ix_drone_mission_cell_id"), "drone_mission", ["cell_id"])
    flying = sa.text("ended_at IS NULL")
    columns = ["responder_id"]
    op.create_index(
        "ix_drone_mission_flying", "drone_mission", columns, unique=True, sqlite_where=flying, postgresql_where=flying
    )
