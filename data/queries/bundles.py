"""打包: open minor cases of one kind in one town (in a town, of one village), to be dealt with at one go."""

from collections import Counter

import numpy as np
from sqlalchemy import select

from data.answer import Row
from data.house import House
from data.queries.asked import asked
from data.queries.cases import of_departments
from data.queries.few import STILL_OPEN
from data.queries.packed import packed
from data.queries.regions import SPINE, inside
from data.queries.slices import names
from data.schema import event, region
from data.scope import Scope
from data.view import View

MINOR = "C"
LEAST = 2  # cases that make a bundle
READ, SHOWN = 3_000, 40
TOWN, VILLAGE = 3, 4


def bundles(house: House, view: View, scope: Scope) -> list[Row]:
    """Rows leaf, label, code and name of the place, n; the largest first. Of the newest READ open minor cases."""
    with asked(house, view.but(slice=""), scope) as a:
        e = event.c
        where = (STILL_OPEN, e.grade == MINOR, e.reported_at <= a.now, inside(e.cell_id + 0, a.here))
        query = select(e.leaf, e.cell_id).where(*where, *of_departments(scope))
        leaves, cells = packed(a.connection, query.order_by(e.reported_at.desc()).limit(READ))
        columns = (region.c.lo, region.c.hi, region.c.code, region.c.name)
        level = VILLAGE if a.here.level >= TOWN else TOWN
        around = (SPINE, region.c.level == level, region.c.lo <= a.here.hi, region.c.hi >= a.here.lo)
        places = a.connection.execute(select(*columns).where(*around).order_by(region.c.lo)).all()
        if not places or not cells:
            return []
        held = np.searchsorted(np.array([one.lo for one in places]), np.array(cells), side="right") - 1
        counted = Counter(zip(leaves, held.tolist(), strict=True))
        most = sorted((one for one in counted.items() if one[1] >= LEAST), key=lambda one: (-one[1], one[0]))[:SHOWN]
        called = names(a.connection, "leaf", sorted({leaf for (leaf, _n), _count in most}))
        return [
            {"leaf": leaf, "label": called[leaf], "code": places[n].code, "name": places[n].name, "n": count}
            for (leaf, n), count in most
        ]
