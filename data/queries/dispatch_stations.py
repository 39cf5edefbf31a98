"""What stations measure about a subject: those behind a warning; of an event the nearest that fits what it is about.

The nearest station stands somewhere else than the event: it is told with its distance and never as the event's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, radians
from typing import Any

import numpy as np
from sqlalchemy import Connection, or_, select

from data.queries.dispatch_near import DEGREE_KM, KM, Trace, trace_of
from data.queries.subjects import Subject
from data.queries.warning_sheet import WarningSheet
from data.readings.kinds import MAIN
from data.schema import station
from data.scope import Scope
from data.storms.geo import distance

# By category, the finest that is listed counts: kinds of stations whose readings say something about it.
FITTING = {
    "flood": ("rain", "river", "reservoir", "tide", "waterlog", "underpass", "street"),
    "flood.road": ("street", "waterlog", "underpass", "rain"),
    "flood.road.underpass": ("underpass", "street", "waterlog", "rain"),
    "flood.river": ("river", "tide", "rain"),
    "flood.pond": ("reservoir", "rain"),
    "traffic.road": ("road",),
    "traffic.order": ("road",),
    "traffic.incident.water": ("street", "waterlog", "underpass", "rain"),
    "traffic.incident.slide": ("rain", "geo", "wind"),
    "safety.fire": ("gas", "tank", "plant", "toxic", "fuel"),
    "safety.energy.gas": ("gas", "fuel"),
    "safety.building.basement": ("waterlog", "rain"),
    "safety.building.falling": ("wind",),
    "safety.site": ("wind",),
    "safety.ground": ("rain", "geo", "soil"),
    "ecology.water": ("water",),
    "ecology.air": ("air",),
    "ecology.noise": ("noise",),
    "ecology.wild.fire": ("forest", "wind"),
}
TRIED = 5  # of the nearest, until one has told something within the last day
MOST = 3  # charts of a warning


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A station's trace. `km`: how far from the event it stands; None where the station is the warning's own."""

    name: str
    provenance: str
    trace: Trace
    km: float | None = None


def behind(connection: Connection, found: WarningSheet, scope: Scope, now: datetime) -> list[Measured]:
    """The stations that made a warning, at most MOST, as far as they stand within the scope."""
    wanted = _numbers(found)
    s = station.c
    query = select(s.id, s.name, s.provenance, s.cell_id).where(s.id.in_([one for one, _quantity in wanted]))
    known = {row.id: row for row in connection.execute(query) if scope.covers(row.cell_id, row.cell_id)}
    drawn: list[Measured] = []
    for (number, quantity), bar in wanted.items():
        if number in known and (trace := trace_of(connection, number, quantity, now)):
            row = known[number]
            drawn.append(Measured(name=row.name, provenance=row.provenance, trace=_barred(trace, bar)))
    return drawn[:MOST]


def nearest(connection: Connection, subject: Subject, scope: Scope, now: datetime) -> list[Measured]:
    """The nearest station within KM that fits and has told something of the last day; [] where there is none."""
    kinds = next((FITTING[code] for code in subject.chain if code in FITTING), ())
    s, dy = station.c, KM / DEGREE_KM
    dx = dy / cos(radians(subject.lat))
    box = (s.lon.between(subject.lon - dx, subject.lon + dx), s.lat.between(subject.lat - dy, subject.lat + dy))
    mine = or_(*(s.cell_id.between(lo, hi) for lo, hi in scope.cells))
    query = select(s.id, s.name, s.provenance, s.lon, s.lat).where(s.kind.in_(kinds), s.closed_at.is_(None), *box, mine)
    rows = connection.execute(query).all() if kinds else []
    x, y = (np.array([row[n] for row in rows], dtype=float) for n in (3, 4))
    away = np.asarray(distance(x, y, subject.lon, subject.lat))
    for n in [int(one) for one in np.argsort(away, kind="stable")[:TRIED] if away[one] <= KM]:
        if trace := trace_of(connection, rows[n].id, "", now):
            return [Measured(name=rows[n].name, provenance=rows[n].provenance, trace=trace, km=float(away[n]))]
    return []


def of_station(connection: Connection, code: str, scope: Scope, now: datetime) -> Measured | None:
    """What a station told in the last day by its main quantity; None where nothing, or where it is not the asker's."""
    s = station.c
    row = connection.execute(select(s.id, s.name, s.kind, s.provenance, s.cell_id).where(s.code == code)).first()
    if row is None or not scope.covers(row.cell_id, row.cell_id):
        return None
    trace = trace_of(connection, row.id, MAIN[row.kind], now)
    return Measured(name=row.name, provenance=row.provenance, trace=trace) if trace else None


def _numbers(found: WarningSheet) -> dict[tuple[int, str], float | None]:
    """{(station, quantity): the rule's own bar for a single reading} of what made the warning, in its order."""
    told: list[Mapping[str, Any]] = found.evidence.get("numbers") or [] if isinstance(found.evidence, dict) else []
    listed = {
        (int(one["station_id"]), str(one.get("quantity") or "")): one.get("bar") if _plain(one) else None
        for one in told
        if one.get("station_id")
    }
    return listed or ({(int(found.station["id"]), ""): None} if found.station else {})


def _plain(one: Mapping[str, Any]) -> bool:
    """Whether its bar is one of single readings, and not a limit of the station, which is drawn by its own name."""
    return one.get("kind") == "threshold" and not one.get("limit")


def _barred(trace: Trace, bar: float | None) -> Trace:
    """With the bar of the rule among the limits."""
    if bar is None or any(value == bar for _name, value in trace.limits):
        return trace
    return replace(trace, limits=tuple(sorted([*trace.limits, ("rule", float(bar))], key=lambda one: one[1])))
