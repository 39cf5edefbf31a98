"""what an express line promised stays with the case; visits of stewards"""

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from data.life.worktime import between
from data.times import Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

CHUNK = 5_000


def upgrade() -> None:
    op.add_column("event", sa.Column("promised_s", sa.Integer(), nullable=True))
    _promised()
    _visits()


def _promised() -> None:
    """What lines have promised by now stands in the histories: the deadline that came with the direct way."""
    told = sa.text(
        "SELECT e.id, e.reported_at, e.clock, h.change FROM event_history h JOIN event e ON e.id = h.event_id"
        " WHERE h.move = 'direct' AND e.line IS NOT NULL AND h.change LIKE '%\"deadline_at\"%' ORDER BY h.event_id, h.seq"
    )
    found = [
        {"event": number, "promise": between(_moment(at), _moment(json.loads(change)["deadline_at"]), clock)}
        for number, at, clock, change in op.get_bind().execute(told)
    ]
    keep = sa.text("UPDATE event SET promised_s = :promise WHERE id = :event")
    for start in range(0, len(found), CHUNK):
        op.get_bind().execute(keep, found[start : start + CHUNK])


def _visits() -> None:
    op.create_table(
        "steward_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("steward", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("lo", sa.Integer(), nullable=False),
        sa.Column("hi", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(length=64), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("solved_day", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("provenance", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_steward_visit_region_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_steward_visit_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steward_visit")),
        sa.UniqueConstraint("code", name=op.f("uq_steward_visit_code")),
    )
    for columns in (["day", "lo", "hi", "kind", "steward"], ["lo", "day"], ["event_id"]):
        op.create_index(op.f(f"ix_steward_visit_{'_'.join(columns)}"), "steward_visit", columns)
    amiss = sa.text("found != ''")
    columns = ["day", "lo"]
    op.create_index("ix_steward_visit_found", "steward_visit", columns, sqlite_where=amiss, postgresql_where=amiss)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
