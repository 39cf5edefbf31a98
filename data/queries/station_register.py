"""The register of stations as columns, each by the one gauge by which it is shown; read again when it has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, and_, case, func, select

from data.queries.packed import packed
from data.queries.revisions import HOUSE, revisions
from data.readings.kinds import MAIN
from data.risk_words import QUANTITIES, STATION_KINDS
from data.schema import gauge, gauge_limit, station

KINDS = tuple(STATION_KINDS)
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
SHOWN = gauge.c.quantity == case(MAIN, value=station.c.kind)  # the one gauge by which a station is shown


class Limit(NamedTuple):
    """A limit of a gauge: one of LIMITS, in the unit of its quantity."""

    name: str
    value: float


@dataclass(frozen=True, eq=False)
class Limits:
    """Of all gauges as columns, by gauge and value: thousands of little lists would make every copy slow."""

    gauge: Ints
    value: Floats
    name: NDArray[np.str_]

    def of(self, gauge: int) -> Sequence[Limit]:
        """Those of one gauge, the lowest first."""
        first, last = (int(one) for one in np.searchsorted(self.gauge, (gauge, gauge + 1)))
        return tuple(Limit(str(self.name[n]), float(self.value[n])) for n in range(first, last))


@dataclass(frozen=True, eq=False)
class Register:
    """Stations in the order of their gauges' ids. `kind`: its place in KINDS; `closed`: second, inf while it stands.

    `bar`: the lowest limit, inf without one; `adds`: what is measured adds up; `simulated`: the station is; `rank`: its
    place by code.
    """

    id: Ints
    gauge: Ints
    kind: Ints
    cell: Ints
    rhythm: Ints
    lon: Floats
    lat: Floats
    closed: Floats
    bar: Floats
    adds: Mask
    simulated: Mask
    code: NDArray[np.str_]
    rank: Ints
    name: NDArray[np.str_]
    quantity: NDArray[np.str_]
    limits: Limits


_registers: WeakKeyDictionary[Engine, tuple[tuple[int, int], Register]] = WeakKeyDictionary()


def register(connection: Connection) -> Register:
    """That of this database as it stands."""
    now = revisions(connection)
    key = (now.get(HOUSE, 0), now.get("stations", 0))
    known = _registers.get(connection.engine)
    if known is None or known[0] != key:
        known = _registers[connection.engine] = (key, _read(connection))
    return known[1]


def _read(connection: Connection) -> Register:
    s, lowest = station.c, select(gauge_limit.c.gauge_id, func.min(gauge_limit.c.value).label("bar"))
    bars = lowest.group_by(gauge_limit.c.gauge_id).subquery()
    columns = (s.id, gauge.c.id.label("gauge"), s.kind, s.cell_id, s.rhythm_s, s.lon, s.lat, s.closed_at)
    query = select(*columns, bars.c.bar, gauge.c.quantity, s.provenance, s.code, s.name)
    joined = query.join_from(station, gauge, and_(gauge.c.station_id == s.id, SHOWN))
    found = packed(connection, joined.outerjoin(bars, bars.c.gauge_id == gauge.c.id).order_by(gauge.c.id))
    ids, gauges, kinds, cells, rhythms, lon, lat, closed, bar, quantities, provenance, codes, names = found
    order = np.argsort(np.array(gauges, np.int64), kind="stable")

    def column(values: list[Any], kind: type) -> Any:
        return np.array(values, kind)[order]

    return Register(
        id=column(ids, np.int64),
        gauge=column(gauges, np.int64),
        kind=column([KINDS.index(kind) for kind in kinds], np.int64),
        cell=column(cells, np.int64),
        rhythm=column(rhythms, np.int64),
        lon=column(lon, np.float64),
        lat=column(lat, np.float64),
        closed=column([np.inf if one is None else one for one in closed], np.float64),
        bar=column([np.inf if one is None else one for one in bar], np.float64),
        adds=column([QUANTITIES[one].adds for one in quantities], np.bool_),
        simulated=column([one == "simulated" for one in provenance], np.bool_),
        code=column(codes, np.str_),
        rank=np.argsort(np.argsort(column(codes, np.str_))),
        name=column(names, np.str_),
        quantity=column(quantities, np.str_),
        limits=_limits(connection),
    )


def _limits(connection: Connection) -> Limits:
    query = select(gauge_limit.c.gauge_id, gauge_limit.c.value, gauge_limit.c.name)
    rows = sorted(zip(*packed(connection, query), strict=True))
    gauges, values, names = zip(*rows, strict=True) if rows else ((), (), ())
    return Limits(np.array(gauges, np.int64), np.array(values, np.float64), np.array(names, np.str_))
