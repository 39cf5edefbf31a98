"""Events placed by their region only: they count at one cell near its label, which says nothing of where they are."""

from collections.abc import Sequence

from sqlalchemy import func, select

from data.queries.among import among
from data.queries.asked import Asked
from data.queries.few import VAGUE
from data.queries.locate import ground_of
from data.queries.regions import Region
from data.queries.slices import sliced
from data.schema import event, region
from data.view import View


def vague_in(a: Asked, regions: Sequence[Region], view: View) -> dict[int, int]:
    """{region id: events of the view's slice and span that count there only because a region around it was named}.

    `regions` are of one level inside the asked one. Who named one of them, or one inside, said enough.
    """
    cells = _labels(a, regions[0].level) if regions else []
    if not cells:
        return {}
    when = event.c.reported_at.between(a.span.since, a.span.until)
    mine = (VAGUE, among(a.connection, event.c.cell_id, cells), when, *sliced(view).events(view.at))
    found: dict[int, int] = {}
    for cell, n in a.connection.execute(select(event.c.cell_id, func.count()).where(*mine).group_by(event.c.cell_id)):
        for one in (one.id for one in regions if one.lo <= cell <= one.hi):
            found[one] = found.get(one, 0) + n
    return found


def _labels(a: Asked, level: int) -> list[int]:
    """The cells where events count that name the asked region, one around it, or one inside it above the level."""
    here, c = a.here, region.c
    # The tree is told apart here: SQLite would search by it, and find nearly all regions.
    query = select(c.lo, c.hi, c.lon, c.lat, c.tree).where(c.level.in_(range(1, level)), c.lo <= here.hi)
    if (ground := ground_of(a.connection)) is None:
        return []
    found = set()
    for lo, hi, lon, lat, tree in a.connection.execute(query):
        if tree != "spine" or hi < here.lo:
            continue
        cell = ground.cell_of_label(lon, lat, lo, hi)
        if cell is not None and here.lo <= cell <= here.hi:
            found.add(cell)
    return sorted(found)
