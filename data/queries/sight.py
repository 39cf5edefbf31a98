"""Cameras that see a place, by the sectors of the register; where none does, those that stand nearest, said so."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, true

from data.schema import feature
from data.scope import EVERY_CELL, Scope
from data.sectors import sees
from data.storms.geo import distance
from data.things.fields import FARTHEST, SIGHT

F = feature.c
SECTOR = tuple(F.attributes[one.name].as_float().label(one.name) for one in SIGHT)
KNOWN = tuple(F.attributes[one.name].as_float().is_not(None) for one in SIGHT)  # the whole sector is registered
CAMERAS = (F.layer == "camera", F.retired_at.is_(None))
DEGREE_M = 111_195.0
NEAR_M = 3_000
MOST, FEW = 6, 3


@dataclass(frozen=True, kw_only=True)
class Eye:
    """A camera; `state` and `link` as its register tells them."""

    code: str
    name: str
    kind: str
    km: float
    state: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    """`n` cameras see the place, the nearest of them in `eyes`; where n is 0, those are the nearest of all."""

    n: int
    eyes: list[Eye]


def cameras_on(connection: Connection, scope: Scope, lon: float, lat: float) -> Seen:
    """Of the asker's cameras those whose sector holds the place, the nearest first."""
    rows = (
        connection.execute(_about(*SECTOR).where(*_box(lon, lat, FARTHEST), mine(F.cell_id, scope), *KNOWN))
        .mappings()
        .all()
    )
    x, y, *sector = ([row[name] for row in rows] for name in ("lon", "lat", *(one.name for one in SIGHT)))
    bearing, reach, angle = sector
    held = sees(x, y, bearing, reach, angle, (lon, lat))
    seeing = sorted((_eye(row, lon, lat) for row, on in zip(rows, held, strict=True) if on), key=_order)
    return Seen(n=len(seeing), eyes=seeing[:MOST] if seeing else _nearest(connection, scope, lon, lat))


def _nearest(connection: Connection, scope: Scope, lon: float, lat: float) -> list[Eye]:
    squeeze = cos(radians(lat)) ** 2
    away = (F.lon - lon) * (F.lon - lon) * squeeze + (F.lat - lat) * (F.lat - lat)
    query = _about().where(*_box(lon, lat, NEAR_M), mine(F.cell_id, scope)).order_by(away, F.id).limit(FEW)
    return sorted((_eye(row, lon, lat) for row in connection.execute(query).mappings()), key=_order)


def _about(*more: Any) -> Any:
    return select(F.code, F.name, F.kind, F.lon, F.lat, F.attributes, *more).where(*CAMERAS)


def _box(lon: float, lat: float, metres: float) -> tuple[ColumnElement[bool], ...]:
    up = metres / DEGREE_M
    across = up / cos(radians(lat))
    return F.lat.between(lat - up, lat + up), F.lon.between(lon - across, lon + across)


def mine(cell: ColumnElement[int], scope: Scope) -> ColumnElement[bool]:
    if EVERY_CELL in scope.cells:
        return true()
    return or_(*(cell.between(lo, hi) for lo, hi in scope.cells))


def _eye(row: Mapping[Any, Any], lon: float, lat: float) -> Eye:
    known = row["attributes"]
    told = {name: str(known.get(name) or "") for name in ("state", "link")}
    km = float(distance(row["lon"], row["lat"], lon, lat))
    return Eye(code=row["code"], name=row["name"], kind=row["kind"], km=round(km, 3), **told)


def _order(one: Eye) -> tuple[float, str]:
    return one.km, one.code
