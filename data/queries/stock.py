"""What of the equipment a plan asks for lies near by, by the register of resources."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, or_, select

from data.dispatch.plan import Stock
from data.language import gettext as _
from data.queries.subjects import Subject
from data.schema import feature
from data.scope import Scope
from data.storms.geo import distance

DEGREE_KM = 111.0


def stock_near(connection: Connection, wanted: Sequence[Stock], at: Subject, scope: Scope) -> list[dict[str, Any]]:
    """For each piece of equipment: how much is needed and lies within its distance, at how many places, the nearest."""
    if not wanted:
        return []
    c, reach = feature.c, max(one.km for one in wanted) / DEGREE_KM
    wide = reach / max(np.cos(np.radians(at.lat)), 0.1)
    query = select(c.kind, c.lon, c.lat, c.quantity, c.name).where(
        c.layer == "resource",
        c.kind.in_({one.kind for one in wanted}),
        c.retired_at.is_(None),
        c.lon.between(at.lon - wide, at.lon + wide),
        c.lat.between(at.lat - reach, at.lat + reach),
        or_(*(c.cell_id.between(lo, hi) for lo, hi in scope.cells)),
    )
    rows = connection.execute(query).all()
    km = np.asarray(distance([row.lon for row in rows], [row.lat for row in rows], at.lon, at.lat), dtype=float)
    return [_found(one, [(far, row) for far, row in zip(km.tolist(), rows, strict=True)]) for one in wanted]


def _found(one: Stock, near: Sequence[tuple[float, Any]]) -> dict[str, Any]:
    mine = sorted((far, row.name, row.quantity) for far, row in near if row.kind == one.kind and far <= one.km)
    held = sum(quantity for _far, _name, quantity in mine)
    told = {"name": _(one.name), "need": one.count, "held": held, "unit": _(one.unit), "km": one.km}
    words = _("%(name)s：需 %(need)s %(unit)s，%(km)g 公里内 %(held)s %(unit)s") % told
    nearest = {"name": mine[0][1], "km": round(mine[0][0], 1)} if mine else None
    return (
        told
        | {"kind": one.kind, "places": len(mine), "short": max(0, one.count - held), "nearest": nearest}
        | {"words": words}
    )
