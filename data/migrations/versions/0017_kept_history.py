"""kept history: steps of events are never changed; keys of programs may be bound to agencies; what is due soon"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE TRIGGER event_history_no_update BEFORE UPDATE ON event_history
BEGIN SELECT RAISE(ABORT, 'event_history is append-only'); END""",
    """CREATE TRIGGER event_history_no_delete BEFORE DELETE ON event_history
WHEN EXISTS (SELECT 1 FROM event WHERE id = OLD.event_id)
BEGIN SELECT RAISE(ABORT, 'event_history is append-only'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION event_history_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'event_history is append-only'; END $$""",
    """CREATE FUNCTION event_history_goes_last() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF EXISTS (SELECT 1 FROM event WHERE id = OLD.event_id) THEN RAISE EXCEPTION 'event_history is append-only'; END IF;
RETURN OLD;
END $$""",
    """CREATE TRIGGER event_history_stays BEFORE UPDATE OR TRUNCATE ON event_history
FOR EACH STATEMENT EXECUTE FUNCTION event_history_stays()""",
    """CREATE TRIGGER event_history_goes_last BEFORE DELETE ON event_history
FOR EACH ROW EXECUTE FUNCTION event_history_goes_last()""",
)


def upgrade() -> None:
    """A step goes only after its event has gone: that is how a demo is thrown away whole."""
    op.add_column("sender", sa.Column("departments", sa.Text(), nullable=False, server_default='["*"]'))
    op.drop_index("ix_event_open_deadline", "event")
    still_open, columns = sa.text("ended_at IS NULL"), ("deadline_at", "cell_id", "warn_at", "suspended_at")
    columns += ("category", "agency", "grade")
    op.create_index(
        "ix_event_open_deadline", "event", list(columns), sqlite_where=still_open, postgresql_where=still_open
    )
    for words in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(words)
