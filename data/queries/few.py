"""Few of the events, in the very words of their indexes: with something bound, SQLite would not see that they serve."""

from sqlalchemy import literal

from data.schema import event
from data.view import EARLIEST, LATEST

GRAVEST = ("S", "A")
STILL_OPEN = event.c.ended_at.is_(None)
GRAVE = event.c.grade.in_([literal(grade, literal_execute=True) for grade in GRAVEST])
MERGED = event.c.stage == literal("merged", literal_execute=True)
VAGUE = event.c.placed == literal("region", literal_execute=True)
# Says nothing, but gives the index of open events, which is one of deadlines, something to search for.
ANY_DEADLINE = (event.c.deadline_at > EARLIEST, event.c.deadline_at < LATEST)
