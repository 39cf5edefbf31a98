"""推诿: cases that were handed back or passed on twice or more within a span."""

from sqlalchemy import Select, func, literal, select

from data.schema import event_history
from data.windows import Span

TIMES = 2
H = event_history.c
# In the very words of their index: with something bound, SQLite would not see that it serves.
PASSED_ON = H.move.in_([literal(move, literal_execute=True) for move in ("return", "reassign")])


def shirked(span: Span) -> Select[int]:
    """The ids of such events."""
    when = H.at.between(span.since, span.until)
    return select(H.event_id).where(PASSED_ON, when).group_by(H.event_id).having(func.count() >= TIMES)
