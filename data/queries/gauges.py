"""The gauges of stations as readings need them."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from data.queries.packed import packed
from data.readings.rules import Gauge, Gauges
from data.schema import gauge, station
from data.scope import Scope

FEW = 500  # codes from which all gauges are read rather than these looked up
_ALL = select(
    station.c.code,
    gauge.c.id,
    gauge.c.quantity,
    gauge.c.low,
    gauge.c.high,
    station.c.rhythm_s,
    station.c.closed_at,
).join_from(station, gauge)


def gauges_of(connection: Connection, codes: Collection[str], scope: Scope) -> Gauges:
    """The gauges of those of these stations that lie within the scope."""
    mine = or_(*(station.c.cell_id.between(lo, hi) for lo, hi in scope.cells))
    some = [code for code in codes if isinstance(code, str) and code and "\0" not in code]
    query = _ALL.where(mine, station.c.code.in_(some)) if len(some) <= FEW else _ALL.where(mine)
    found: dict[str, dict[str, Gauge]] = defaultdict(dict)
    for code, *about in zip(*packed(connection, query), strict=True):
        one = Gauge(*about)
        found[code][one.quantity] = one
    return dict(found)
