"""late is counted: events are marked when their time is over, and the cube counts the marks and what stands open"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LATE = ("late", "late_unanswered", "late_unassigned", "warned")
OPEN = ("reported", "filed", "assigned", "handling", "answered", "verified")
INDEXES = (
    ("unmarked", ("late", "deadline_at"), "ended_at IS NULL AND late = 0 AND suspended_at IS NULL"),
    ("unwarned", ("warned", "warn_at"), "ended_at IS NULL AND warned = 0 AND suspended_at IS NULL"),
    ("unassigned", ("late_unassigned", "reported_at"), "stage IN ('reported', 'filed') AND late_unassigned = 0"),
)


def upgrade() -> None:
    for table, names in (("event", LATE), ("event_sum", ("paused", *(f"open_{stage}" for stage in OPEN), *LATE))):
        kind = sa.SmallInteger() if table == "event" else sa.Integer()
        for name in names:
            op.add_column(table, sa.Column(name, kind, nullable=False, server_default="0"))
    for name, columns, where in INDEXES:
        op.create_index(
            f"ix_event_{name}", "event", list(columns), sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    # What waits to be counted is told with the marks too, of which there are none yet; the cube is to be made anew.
    for name in ("before", "after"):
        op.execute(f"UPDATE event_uncounted SET {name} = substr({name}, 1, length({name}) - 1) || ',0,0,0,0]'")
    op.execute("INSERT INTO house_fact (key, value) SELECT 'cube_outgrown', '0020' WHERE EXISTS (SELECT 1 FROM event)")
