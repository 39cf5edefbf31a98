"""The gauges of stations as readings need them."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, and_, func, or_, select

from data.queries.packed import packed
from data.readings.kinds import SMALLEST
from data.readings.rules import Gauge, Gauges, scale_of
from data.schema import gauge, gauge_limit, reading_sum, station
from data.scope import Scope

FEW = 500  # codes from which all gauges are read rather than these looked up
_s = reading_sum.c
_MINE = (_s.gauge_id == gauge.c.id, _s.grain == "h", gauge.c.quantity.in_(SMALLEST))
_ALL = (  # of those whose scale matters the highest limit, and the last value that counts with the hour it is of
    select(station.c.code, gauge.c.id, gauge.c.quantity, gauge.c.low, gauge.c.high, station.c.rhythm_s)
    .add_columns(station.c.closed_at, _s.last, _s.start)
    .add_columns(select(func.max(gauge_limit.c.value)).where(gauge_limit.c.gauge_id == gauge.c.id).scalar_subquery())
    .join_from(station, gauge)
    .outerjoin(
        reading_sum,
        and_(
            *_MINE,
            _s.start == select(func.max(_s.start)).where(*_MINE).correlate(gauge).scalar_subquery(),
        ),
    )
)


def gauges_of(connection: Connection, codes: Collection[str], scope: Scope) -> Gauges:
    """The gauges of those of these stations that lie within the scope."""
    mine = or_(*(station.c.cell_id.between(lo, hi) for lo, hi in scope.cells))
    some = [code for code in codes if isinstance(code, str) and code and "\0" not in code]
    query = _ALL.where(mine, station.c.code.in_(some)) if len(some) <= FEW else _ALL.where(mine)
    found: dict[str, dict[str, Gauge]] = defaultdict(dict)
    for code, *about, last, since, top in zip(*packed(connection, query), strict=True):
        one = Gauge(*about)
        found[code][one.quantity] = one._replace(scale=scale_of(one.quantity, top, last, since))
    return dict(found)
