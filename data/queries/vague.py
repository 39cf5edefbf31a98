"""Events placed by their region only: they count at one cell near its label, which says nothing of where they are."""

import numpy as np
from sqlalchemy import func, select

from data.queries.among import among
from data.queries.asked import Asked
from data.queries.few import VAGUE
from data.queries.locate import ground_of, labels
from data.queries.slices import sliced
from data.schema import event
from data.view import View


def vague_in(a: Asked, level: int, view: View) -> dict[int, int]:
    """{cell: events of the view's slice and span that count there only because a region around it was named}.

    Those that name a region above `level`: who named one of that level, or one inside it, said enough.
    """
    if not (cells := label_cells(a, level)):
        return {}
    when = event.c.reported_at.between(a.span.since, a.span.until)
    mine = (VAGUE, among(a.connection, event.c.cell_id, cells), when, *sliced(view).events(view.at))
    query = select(event.c.cell_id, func.count()).where(*mine).group_by(event.c.cell_id)
    return dict(a.connection.execute(query).all())


def label_cells(a: Asked, level: int) -> list[int]:
    """The cells where events count that name the asked region, one around it, or one inside it above the level."""
    if (ground := ground_of(a.connection)) is None:
        return []
    found: set[int] = set()
    for above in range(1, level):
        cells = labels(a.connection, ground, above)
        first, last = np.searchsorted(cells, (a.here.lo, a.here.hi + 1))
        found.update(cells[first:last].tolist())
    return sorted(found)
