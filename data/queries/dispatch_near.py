"""What stands near a subject, counted by register; the readings of the station behind it with their limits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import cos, radians
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, or_, select

from data.queries.station_rows import limits_of, series
from data.queries.videos import videos_near
from data.risk_words import QUANTITIES
from data.schema import feature, gauge, gauge_now
from data.scope import Scope
from data.storms.geo import distance

KM = 3.0
DEGREE_KM = 111.32
FEW = 2  # of each that are named
LAYERS = ("camera", "risk_point", "key_site", "resource")


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Values of a station's gauge, hour by hour. `limits`: (name, value), the lowest first. `at`: when it last spoke,
    in the past the beginning of the last hour. `doubted`: what it said then, which is not among the values."""

    quantity: str
    hours: tuple[tuple[datetime, float], ...]
    limits: tuple[tuple[str, float], ...]
    at: datetime
    doubted: bool = False


@dataclass(frozen=True, kw_only=True)
class Near:
    """One of the nearest; `code` of what has a page of its own, `link` where a camera's picture is."""

    layer: str
    name: str
    km: float
    code: str = ""
    link: str = ""


def near_of(connection: Connection, scope: Scope, lon: float, lat: float) -> tuple[dict[str, int], list[Near]]:
    """{layer: how many stand within KM}, and the nearest of each layer, of those the asker sees."""
    f, dy = feature.c, KM / DEGREE_KM
    dx = dy / cos(radians(lat))
    box = (f.lon.between(lon - dx, lon + dx), f.lat.between(lat - dy, lat + dy), f.retired_at.is_(None))
    mine = or_(*(f.cell_id.between(lo, hi) for lo, hi in scope.cells))
    rows = connection.execute(select(f.layer, f.lon, f.lat, f.id).where(f.layer.in_(LAYERS), *box, mine)).all()
    x, y = (np.array([row[n] for row in rows], dtype=float) for n in (1, 2))
    away = np.asarray(distance(x, y, lon, lat)).reshape(-1)
    inside = [(rows[n], float(away[n])) for n in np.argsort(away, kind="stable").tolist() if away[n] <= KM]
    near = Counter(row.layer for row, _km in inside)
    cameras = [one for one in videos_near(connection, scope, lon, lat, (), FEW) if one["km"] <= KM]
    seen = [Near(layer="camera", name=one["name"], km=one["km"], link=one["link"] or "") for one in cameras]
    return {layer: near[layer] for layer in LAYERS}, [*seen, *_nearest(connection, inside)]


def _nearest(connection: Connection, inside: Sequence[tuple[Row[Any], float]]) -> list[Near]:
    """The first few of each register, by name."""
    picked = {row.id: km for layer in LAYERS[1:] for row, km in [one for one in inside if one[0].layer == layer][:FEW]}
    names = select(feature.c.id, feature.c.layer, feature.c.code, feature.c.name).where(feature.c.id.in_(picked))
    told = {row.id: row for row in connection.execute(names)} if picked else {}
    return [
        Near(layer=told[number].layer, code=told[number].code, name=told[number].name, km=round(km, 2))
        for number, km in picked.items()
        if number in told
    ]


def trace_of(connection: Connection, station_id: int, quantity: str, now: datetime) -> Trace | None:
    """The gauge of this quantity, else the station's first; None where it has told nothing of the last day."""
    query = select(gauge.c.id, gauge.c.quantity).where(gauge.c.station_id == station_id).order_by(gauge.c.id)
    gauges = connection.execute(query).all()
    one = next((row for row in gauges if row.quantity == quantity), gauges[0] if gauges else None)
    if one is None:
        return None
    adds = QUANTITIES[one.quantity].adds
    columns = zip(*series(connection, [one.id], now), strict=True)
    hours = [(datetime.fromtimestamp(start, UTC), total if adds else last) for _gauge, start, total, last in columns]
    if not hours:
        return None
    bars = [(row.name, row.value) for row in limits_of(connection, [one.id])]
    newest = select(gauge_now.c.at, gauge_now.c.quality).where(gauge_now.c.gauge_id == one.id, gauge_now.c.at <= now)
    at, quality = connection.execute(newest).first() or (hours[-1][0], "")
    told: dict[str, Any] = {"hours": tuple(hours), "limits": tuple(bars), "at": at, "doubted": quality == "doubted"}
    return Trace(quantity=one.quantity, **told)
