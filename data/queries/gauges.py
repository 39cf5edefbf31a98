"""The gauges of stations as readings need them."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import BigInteger, Connection, bindparam, or_, select, type_coerce

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
    type_coerce(station.c.closed_at, BigInteger),
).join_from(station, gauge)
_SOME = _ALL.where(station.c.code.in_(bindparam("codes", expanding=True)))


def gauges_of(connection: Connection, codes: Collection[str], scope: Scope) -> Gauges:
    """The gauges of those of these stations that lie within the scope."""
    mine = or_(*(station.c.cell_id.between(lo, hi) for lo, hi in scope.cells))
    some = [code for code in codes if isinstance(code, str) and code and "\0" not in code]
    query = _SOME.where(mine) if len(some) <= FEW else _ALL.where(mine)
    found: dict[str, dict[str, Gauge]] = defaultdict(dict)
    for code, *about in connection.execute(query, {"codes": some} if len(some) <= FEW else {}):
        one = Gauge(*about)
        found[code][one.quantity] = one
    return dict(found)
