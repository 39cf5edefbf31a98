"""Stations by code, in pages, each with its gauges and how fresh it is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.queries.regions import Region, inside
from data.readings.freshness import freshness
from data.risk_words import QUANTITIES
from data.schema import gauge, gauge_limit, gauge_now, station

MOST = 1_000
_ABOUT = ("id", "code", "name", "kind", "lon", "lat", "rhythm_s", "agency", "provenance", "as_of")
_GAUGES = select(
    gauge.c.id, gauge.c.station_id, gauge.c.quantity, gauge.c.low, gauge.c.high, gauge_now.c.at, gauge_now.c.value
).add_columns(gauge_now.c.quality)


@dataclass(frozen=True)
class Page:
    """Stations as mappings; `next` is the `after` of the page that follows, None on the last."""

    stations: list[dict[str, Any]]
    next: str | None


def stations_of(
    connection: Connection, here: Region, now: datetime, *, kind: str = "", after: str = "", limit: int = MOST
) -> Page:
    """The standing stations of a region whose code comes after `after`."""
    where = [inside(station.c.cell_id, here), station.c.closed_at.is_(None), station.c.code > after]
    if kind:
        where.append(station.c.kind == kind)
    query = select(*(station.c[name] for name in _ABOUT)).where(*where).order_by(station.c.code).limit(limit + 1)
    rows = connection.execute(query).mappings().all()
    shown = rows[:limit]
    gauges = _gauges(connection, [row["id"] for row in shown])
    found = [_station(dict(row), gauges[row["id"]], now) for row in shown]
    return Page(found, shown[-1]["code"] if len(rows) > limit else None)


def _station(row: dict[str, Any], gauges: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    spoken = [one["at"] for one in gauges if one["at"] is not None]
    age = (now - max(spoken)).total_seconds() if spoken else None
    del row["id"]
    return row | {"freshness": freshness(age, row["rhythm_s"]), "gauges": gauges}


def _gauges(connection: Connection, stations: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """{station: its gauges with what they said last and their limits}."""
    of = _GAUGES.outerjoin_from(gauge, gauge_now, gauge_now.c.gauge_id == gauge.c.id)
    rows = connection.execute(of.where(gauge.c.station_id.in_(stations)).order_by(gauge.c.id)).mappings().all()
    limits: dict[int, dict[str, float]] = defaultdict(dict)
    for number, name, value in connection.execute(
        select(gauge_limit).where(gauge_limit.c.gauge_id.in_([row["id"] for row in rows]))
    ):
        limits[number][name] = value
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        about = {name: row[name] for name in ("quantity", "at", "value", "quality", "low", "high")}
        more = {"unit": QUANTITIES[row["quantity"]].unit, "limits": limits[row["id"]]}
        found[row["station_id"]].append(about | more)
    return found
