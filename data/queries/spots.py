"""A place by what is written on it: code or name of a thing of the registers, code of a station, coordinates."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, or_, select

from data.queries.locate import locate
from data.queries.sight import mine
from data.schema import feature, station
from data.scope import Scope

POINT = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*[,，\s]\s*(-?[0-9]{1,2}(?:\.[0-9]+)?)\s*")  # WGS-84


@dataclass(frozen=True, kw_only=True)
class Spot:
    """`way`: the page of a thing; "" for what has none."""

    name: str
    lon: float
    lat: float
    way: str = ""


def spot_of(connection: Connection, scope: Scope, text: str) -> Spot | None:
    """What of the asker's own is called so; of several alike by name, none."""
    if point := POINT.fullmatch(text):
        return _place(connection, scope, float(point[1]), float(point[2]))
    things = _called(connection, scope, feature, feature.c.layer, text, feature.c.retired_at.is_(None))
    if things:
        one = things[0]
        return Spot(name=one.name, lon=one.lon, lat=one.lat, way=f"/things/{one.layer}/{one.code}")
    found = _called(connection, scope, station, station.c.kind.label("layer"), text, station.c.closed_at.is_(None))
    return Spot(name=found[0].name, lon=found[0].lon, lat=found[0].lat) if found else None


def _called(connection: Connection, scope: Scope, table: Table, kind: Any, text: str, there: Any) -> list[Any]:
    c = table.c
    alike = or_(c.code == text, c.name == text)
    query = select(kind, c.code, c.name, c.lon, c.lat).where(alike, there, mine(c.cell_id, scope)).limit(3)
    rows = connection.execute(query).all()
    return [row for row in rows if row.code == text][:1] or (list(rows) if len(rows) == 1 else [])


def _place(connection: Connection, scope: Scope, lon: float, lat: float) -> Spot | None:
    found = locate(connection, lon, lat)
    if found is None or not scope.covers(found.cell_id, found.cell_id):
        return None
    return Spot(name=f"{found.place} {lon:g}, {lat:g}", lon=lon, lat=lat)
